import Identifiers

/// One state in which the demo organisation works: a venue, who looks after it, somebody who works there, and a kit.
struct DemoMarket: Sendable {
    let state: USState
    let venue: String
    let street: String
    let city: String
    let postalCode: String
    let timeZone: String
    let manager: String
    let person: String
    let event: CannabisBookingType
    let title: String

    static let all = [
        DemoMarket(
            state: .california, venue: "The Copper Room", street: "1245 Broadway", city: "Oakland",
            postalCode: "94612", timeZone: "America/Los_Angeles", manager: "ana", person: "Robin Castellanos",
            event: .productDemo, title: "Autumn tasting"),
        DemoMarket(
            state: .colorado, venue: "Larimer Hall", street: "1800 Larimer St", city: "Denver", postalCode: "80202",
            timeZone: "America/Denver", manager: "ben", person: "Dana Whitfield", event: .staffTraining,
            title: "Budtender training"),
        DemoMarket(
            state: .nevada, venue: "Mirage Loft", street: "300 S 4th St", city: "Las Vegas", postalCode: "89101",
            timeZone: "America/Los_Angeles", manager: "cleo", person: "Sam Okafor", event: .tradeShow,
            title: "Desert trade evening"),
        DemoMarket(
            state: .michigan, venue: "Foundry Nine", street: "1901 W Fort St", city: "Detroit", postalCode: "48216",
            timeZone: "America/Detroit", manager: "dev", person: "Lena Brandt", event: .brandActivation,
            title: "Lakeside brand day"),
        DemoMarket(
            state: .illinois, venue: "Wicker Studio", street: "1500 N Milwaukee Ave", city: "Chicago",
            postalCode: "60622", timeZone: "America/Chicago", manager: "eli", person: "Marcus Reed",
            event: .educationalSession, title: "Know your terpenes"),
        DemoMarket(
            state: .massachusetts, venue: "Harbor Room", street: "60 Seaport Blvd", city: "Boston",
            postalCode: "02210", timeZone: "America/New_York", manager: "fay", person: "Nora Quinn",
            event: .dispensaryOpening, title: "Seaport opening"),
        DemoMarket(
            state: .newYork, venue: "Union Parlor", street: "33 Union Sq W", city: "New York", postalCode: "10003",
            timeZone: "America/New_York", manager: "gus", person: "Ivy Marsh", event: .customerExperience,
            title: "Members' evening"),
        DemoMarket(
            state: .oregon, venue: "Pearl Warehouse", street: "1120 NW Couch St", city: "Portland",
            postalCode: "97209", timeZone: "America/Los_Angeles", manager: "hal", person: "Theo Lindqvist",
            event: .productPromotion, title: "Harvest preview"),
    ]
}
