import Testing

@testable import Migrations

@Suite("A migration plan") struct MigrationPlanTests {
    static func file(
        _ set: String, _ number: Int, _ word: String = "a", up: String = "SELECT 1;"
    ) throws -> MigrationFile {
        let digits = String(String(10_000 + number).dropFirst())
        return try MigrationFile(
            set: set, name: "\(digits)_\(word).sql",
            contents: Array("-- migrate: up\n\(up)\n-- migrate: down\nSELECT 2;\n".utf8))
    }

    static func set(_ name: String, _ numbers: ClosedRange<Int>) throws -> MigrationSet {
        try MigrationSet(name: name, files: numbers.map { try file(name, $0) })
    }

    static func record(_ files: [MigrationFile]) -> [AppliedMigration] {
        files.map {
            AppliedMigration(
                set: $0.set, number: $0.number, name: $0.name, checksum: $0.checksum, appliedAt: "2026-01-01")
        }
    }

    @Test("what is not applied is pending, set by set and by number")
    func pending() throws {
        let (platform, booking) = (try Self.set("platform", 1...3), try Self.set("booking", 1...2))
        let empty = try MigrationPlan(sets: [platform, booking], record: [])
        #expect(empty.pending == platform.files + booking.files)
        let partly = try MigrationPlan(
            sets: [platform, booking], record: Self.record(Array(platform.files[..<2]) + [booking.files[0]]))
        #expect(partly.pending == [platform.files[2], booking.files[1]])
        #expect(partly.applied.map(\.file) == [platform.files[0], platform.files[1], booking.files[0]])
        let done = try MigrationPlan(sets: [platform, booking], record: Self.record(platform.files + booking.files))
        #expect(done.pending.isEmpty)
        #expect(done.table.contains("  applied  booking/0002_a.sql  2026-01-01"))
        #expect(partly.table.contains("  pending  platform/0003_a.sql"))
    }

    @Test("a changed, a renamed, a missing and a late file are all refused by name, at once")
    func refused() throws {
        let applied = Self.record(try (1...5).map { try Self.file("booking", $0) }.filter { $0.number != 4 })
        let now = try MigrationSet(
            name: "booking",
            files: [
                try Self.file("booking", 1, up: "SELECT 3;"), try Self.file("booking", 2, "b"),
                try Self.file("booking", 3), try Self.file("booking", 4), try Self.file("booking", 5),
            ])
        let lost = AppliedMigration(
            set: "booking", number: 6, name: "0006_a.sql", checksum: "", appliedAt: "")
        let foreign = AppliedMigration(set: "kits", number: 1, name: "0001_a.sql", checksum: "", appliedAt: "")
        let error = #expect(throws: MigrationFaults.self) {
            try MigrationPlan(sets: [now], record: applied + [lost, foreign, foreign])
        }
        #expect(
            error?.faults == [
                .changed("booking/0001_a.sql", next: 6), .renamed("booking/0002_b.sql", applied: "booking/0002_a.sql"),
                .missing("booking/0006_a.sql"), .unknownSet("kits"),
                .late("booking/0004_a.sql", appliedBefore: "booking/0005_a.sql", next: 6),
            ])
        #expect(error?.description.split(separator: "\n").count == 5)
        #expect(error?.description.contains("booking/0001_a.sql was changed after it was applied: restore it") == true)
    }

    @Test("numbers start at one, have no gap and no double")
    func numbers() throws {
        #expect(throws: MigrationFaults(faults: [.gap(set: "s", number: 1)])) {
            try MigrationSet(name: "s", files: [Self.file("s", 2)])
        }
        #expect(throws: MigrationFaults(faults: [.gap(set: "s", number: 2)])) {
            try MigrationSet(name: "s", files: [Self.file("s", 3), Self.file("s", 1)])
        }
        #expect(throws: MigrationFaults(faults: [.duplicate("s/0001_b.sql", and: "s/0001_a.sql")])) {
            try MigrationSet(name: "s", files: [Self.file("s", 1, "b"), Self.file("s", 1, "a"), Self.file("s", 2)])
        }
        #expect(try MigrationSet(name: "s", files: []).files.isEmpty)
    }
}
