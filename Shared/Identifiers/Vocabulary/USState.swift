/// The states the platform knows: twenty it operates in, then five it plans to.
public enum USState: String, CaseIterable, Sendable {
    case california, colorado, washington, oregon, nevada, arizona
    case newMexico = "new_mexico"
    case illinois, michigan, massachusetts, maine, vermont
    case newYork = "new_york"
    case newJersey = "new_jersey"
    case connecticut
    case rhodeIsland = "rhode_island"
    case maryland, delaware, virginia, florida
    case texas, pennsylvania, ohio, georgia
    case northCarolina = "north_carolina"

    /// Whether bookings can be run there; in a planned state only drafts can be made.
    public var isOperating: Bool {
        switch self {
        case .texas, .pennsylvania, .ohio, .georgia, .northCarolina: false
        default: true
        }
    }

    /// The abbreviation of the postal service.
    public var usps: String {
        switch self {
        case .california: "CA"
        case .colorado: "CO"
        case .washington: "WA"
        case .oregon: "OR"
        case .nevada: "NV"
        case .arizona: "AZ"
        case .newMexico: "NM"
        case .illinois: "IL"
        case .michigan: "MI"
        case .massachusetts: "MA"
        case .maine: "ME"
        case .vermont: "VT"
        case .newYork: "NY"
        case .newJersey: "NJ"
        case .connecticut: "CT"
        case .rhodeIsland: "RI"
        case .maryland: "MD"
        case .delaware: "DE"
        case .virginia: "VA"
        case .florida: "FL"
        case .texas: "TX"
        case .pennsylvania: "PA"
        case .ohio: "OH"
        case .georgia: "GA"
        case .northCarolina: "NC"
        }
    }

    /// Takes the name (`new_york`, `New York`) or the abbreviation, in any case.
    public init?(named name: String) {
        let folded = String(decoding: name.utf8.map { $0 == 0x20 || $0 == 0x2D ? 0x5F : lowered($0) }, as: UTF8.self)
        let match = Self.allCases.first { state in
            state.rawValue.utf8.elementsEqual(folded.utf8)
                || state.usps.utf8.elementsEqual(folded.utf8) { lowered($0) == $1 }
        }
        guard let match else { return nil }
        self = match
    }
}

private func lowered(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
}
