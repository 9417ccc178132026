/// The database of one service and the three roles that it is used by.
public enum ServiceDatabase: String, CaseIterable, Sendable {
    case booking, staff, kits, compliance, regions, comms

    /// Who may do what.
    public enum Role: String, CaseIterable, Sendable {
        /// Owns every table and runs the migrations. Row-level security holds for it too.
        case owner
        /// Requests and event handlers: the rows of one organisation at a time.
        case app
        /// Relay, sweeps, retention and reads over all organisations, each by its own narrow policy.
        case system
    }

    /// The database's name.
    public var name: String {
        switch self {
        case .booking: "bookings_db"
        case .staff, .kits, .compliance, .regions, .comms: rawValue + "_db"
        }
    }

    /// The folder of the service under `Services/`.
    public var folder: String {
        switch self {
        case .booking: "Booking"
        case .staff: "Staff"
        case .kits: "Kits"
        case .compliance: "Compliance"
        case .regions: "Regions"
        case .comms: "Realtime"
        }
    }

    /// The name of one of its roles in the database.
    public func role(_ role: Role) -> String { "\(rawValue)_\(role.rawValue)" }

    /// Puts the roles in the place of psql's variables.
    func resolve(_ script: String) -> String {
        var resolved = script[...]
        var text = ""
        // Only `:"` can begin a variable, and SQL has no other use for it.
        while let start = resolved.firstRange(of: ":\"") {
            text += resolved[..<start.lowerBound]
            let rest = resolved[start.upperBound...]
            let role = Role.allCases.first { rest.hasPrefix($0.rawValue + "\"") }
            if let role {
                text += "\"\(self.role(role))\""
                resolved = rest.dropFirst(role.rawValue.count + 1)
            } else {
                text += ":\""
                resolved = rest
            }
        }
        return text + resolved
    }
}
