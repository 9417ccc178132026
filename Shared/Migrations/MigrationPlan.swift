/// What is applied and what is to come: files compared with the database's record. Making one is the check that nothing
/// was changed, lost or slipped in behind the database's back.
public struct MigrationPlan: Sendable, Equatable {
    /// What was applied, in that order, each with its file.
    public let applied: [Step]
    /// What is to be applied, in that order: set by set, by number.
    public let pending: [MigrationFile]

    /// One applied migration.
    public struct Step: Sendable, Equatable {
        public let file: MigrationFile
        public let appliedAt: String
    }

    /// Compares `sets`, in the order in which they are applied, with `record`, in the order in which it was written.
    public init(sets: [MigrationSet], record: [AppliedMigration]) throws(MigrationFaults) {
        var faults: [MigrationFault] = []
        var applied: [Step] = []
        for entry in record {
            guard let set = sets.first(where: { $0.name == entry.set }) else {
                if !faults.contains(.unknownSet(entry.set)) { faults.append(.unknownSet(entry.set)) }
                continue
            }
            guard let file = set.files.first(where: { $0.number == entry.number }) else {
                faults.append(.missing(entry.label))
                continue
            }
            if file.name != entry.name {
                faults.append(.renamed(file.label, applied: entry.label))
            } else if file.checksum != entry.checksum {
                faults.append(.changed(file.label, next: set.files.count + 1))
            }
            applied.append(Step(file: file, appliedAt: entry.appliedAt))
        }
        var pending: [MigrationFile] = []
        for set in sets {
            let done = Set(applied.lazy.filter { $0.file.set == set.name }.map(\.file.number))
            let last = set.files.last { done.contains($0.number) }
            for file in set.files where !done.contains(file.number) {
                if let last, file.number < last.number {
                    faults.append(.late(file.label, appliedBefore: last.label, next: set.files.count + 1))
                }
                pending.append(file)
            }
        }
        guard faults.isEmpty else { throw MigrationFaults(faults: faults) }
        self.applied = applied
        self.pending = pending
    }

    /// A line for each migration, applied ones first.
    public var table: String {
        let lines =
            applied.map { "  applied  \($0.file.label)  \($0.appliedAt)" } + pending.map { "  pending  \($0.label)" }
        return lines.isEmpty ? "  nothing to apply" : lines.joined(separator: "\n")
    }
}
