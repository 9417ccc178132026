import Identifiers
import Testing

@testable import StaffDomain

/// People and bookings of the rules' tests.
enum Samples {
    static let noon = Timestamp(secondsSinceEpoch: 1_790_000_000)
    static let organization = OrganizationID(UUID128(high: 3, low: 4))

    static func hours(_ count: Int) -> Timestamp { noon.advanced(by: .seconds(count * 3_600)) }

    static func actor(_ name: String = "maker") throws -> ActorID { try #require(ActorID(name)) }

    static func day(_ text: String) throws -> CalendarDay {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return try #require(CalendarDay(year: parts[0], month: parts[1], day: parts[2]))
    }

    static func details(
        _ certifications: [Certification] = [], travel: Int = 60, isActive: Bool = true, rate: Money? = nil
    ) throws -> StaffDetails {
        StaffDetails(
            userID: try actor("robin"), displayName: "Robin", email: nil, phone: nil, home: nil, languages: ["en"],
            skills: ["Spanish"], expertise: .expert, certifications: certifications, hourlyRate: rate,
            travelMinutes: travel, isActive: isActive)
    }

    static func person(_ details: StaffDetails) throws -> StaffProfile {
        try StaffProfile(StaffID(UUID128(high: 5, low: 6)), of: organization, details, by: actor(), at: noon)
    }

    static func calendar(_ details: StaffDetails) throws -> PersonCalendar {
        PersonCalendar(of: try person(details), [])
    }

    static func booking(
        _ number: UInt64, _ status: BookingStatus = .approved, from: Int = 10, to: Int = 14,
        zone: String = "America/Los_Angeles"
    ) throws -> KnownBooking {
        KnownBooking(
            id: BookingID(UUID128(high: 7, low: number)), organizationID: organization, version: 1, title: "Launch",
            status: status, locationID: nil, state: .california,
            window: try TimeWindow(start: hours(from), end: hours(to)), timeZone: zone, currency: .usd)
    }

    static func order(_ role: String = "host", _ requirements: [String] = []) -> AssignmentOrder {
        AssignmentOrder(
            role: role, hourlyRate: nil, currency: .usd, specialRequirements: requirements, instructions: nil)
    }

    static func id(_ number: UInt64) -> StaffAssignmentID { StaffAssignmentID(UUID128(high: 9, low: number)) }
}
