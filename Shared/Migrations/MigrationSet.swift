/// The files of one folder in their order: the tables that every service has, or those of one service.
public struct MigrationSet: Sendable, Equatable {
    public let name: String
    /// By number, from 1 on without gaps.
    public let files: [MigrationFile]

    /// Puts files in order and refuses them, all faults at once, when their numbers do not make one.
    public init(name: String, files: [MigrationFile]) throws(MigrationFaults) {
        let sorted = files.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
        var faults: [MigrationFault] = []
        var expected = 1
        var previous: MigrationFile?
        for file in sorted {
            if let previous, previous.number == file.number {
                faults.append(.duplicate(file.label, and: previous.label))
            } else if file.number != expected {
                faults.append(.gap(set: name, number: expected))
            }
            expected = file.number + 1
            previous = file
        }
        guard faults.isEmpty else { throw MigrationFaults(faults: faults) }
        self.name = name
        self.files = sorted
    }
}

/// What the database says was applied.
public struct AppliedMigration: Sendable, Equatable {
    public let set: String
    public let number: Int
    public let name: String
    public let checksum: String
    /// When, as the database writes it.
    public let appliedAt: String

    public init(set: String, number: Int, name: String, checksum: String, appliedAt: String) {
        self.set = set
        self.number = number
        self.name = name
        self.checksum = checksum
        self.appliedAt = appliedAt
    }

    public var label: String { "\(set)/\(name)" }
}
