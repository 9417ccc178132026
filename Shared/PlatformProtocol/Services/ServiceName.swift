/// The executables of the platform. The raw value is the executable's name and the `source` of its events.
public enum ServiceName: String, CaseIterable, Sendable {
    case booking = "booking-management"
    case staff = "staff-assignment"
    case kits = "kit-management"
    case compliance = "compliance-management"
    case regions = "geographic-management"
    case notifications = "realtime-communication"
    case gateway

    /// The service of exactly this name.
    public init?(exactly name: String) {
        guard let service = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) }) else {
            return nil
        }
        self = service
    }
}
