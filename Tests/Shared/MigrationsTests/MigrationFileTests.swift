import Testing

@testable import Migrations

@Suite("A migration file") struct MigrationFileTests {
    static let good = "-- Why.\n\n-- migrate: up\n\nCREATE TABLE a ();\n\n-- migrate: down\n\nDROP TABLE a;\n"

    @Test("it has a number, two halves and a checksum of every byte")
    func parts() throws {
        let file = try MigrationFile(set: "booking", name: "0012_create_a.sql", contents: Array(Self.good.utf8))
        #expect(file.number == 12)
        #expect(file.label == "booking/0012_create_a.sql")
        #expect(file.up == "\nCREATE TABLE a ();\n")
        #expect(file.down == "\nDROP TABLE a;\n")
        // As sha256sum prints it.
        #expect(file.checksum == "3a5a6623916cfbf61f85cfe6895eaa2c3c0195fa15431c36d64324b1bdeec43a")
        let changed = Self.good.replacing("Why", with: "how")
        #expect(
            try MigrationFile(set: "booking", name: "0012_create_a.sql", contents: Array(changed.utf8)).checksum
                != file.checksum)
    }

    static let names: [(String, Bool)] = [
        ("0001_create_a.sql", true), ("9999_a.sql", true), ("0001_create_2_a.sql", true),
        ("0000_create_a.sql", false), ("001_create_a.sql", false), ("00001_create_a.sql", false),
        ("0001-create-a.sql", false), ("0001_Create_a.sql", false), ("0001_.sql", false), ("0001_a.txt", false),
        ("a.sql", false), ("0001_a b.sql", false), ("+001_a.sql", false), ("0001_ä.sql", false), ("", false),
    ]

    @Test("its name is four digits and lower-case words", arguments: names)
    func name(_ name: String, isGood: Bool) {
        let contents = Array(Self.good.utf8)
        if isGood {
            #expect(throws: Never.self) { try MigrationFile(set: "s", name: name, contents: contents) }
        } else {
            #expect(throws: MigrationFault.badName("s/\(name)")) {
                try MigrationFile(set: "s", name: name, contents: contents)
            }
        }
    }

    static let texts: [(String, MigrationFault)] = [
        ("", .badMarkers("s/0001_a.sql")),
        ("-- migrate: up\nSELECT 1;\n", .badMarkers("s/0001_a.sql")),
        ("-- migrate: down\nSELECT 1;\n", .badMarkers("s/0001_a.sql")),
        ("-- migrate: down\nSELECT 1;\n-- migrate: up\nSELECT 2;\n", .badMarkers("s/0001_a.sql")),
        ("-- migrate: up\nSELECT 1;\n-- migrate: up\n-- migrate: down\nSELECT 2;\n", .badMarkers("s/0001_a.sql")),
        ("-- migrate: up \nSELECT 1;\n-- migrate: down\nSELECT 2;\n", .badMarkers("s/0001_a.sql")),
        ("SELECT 0;\n-- migrate: up\nSELECT 1;\n-- migrate: down\nSELECT 2;\n", .badMarkers("s/0001_a.sql")),
        ("-- migrate: up\n-- nothing\n-- migrate: down\nSELECT 2;\n", .emptyHalf("s/0001_a.sql", half: "up")),
        ("-- migrate: up\nSELECT 1;\n-- migrate: down\n  \n", .emptyHalf("s/0001_a.sql", half: "down")),
        ("-- migrate: up\nSELECT '\0';\n-- migrate: down\nSELECT 2;\n", .notText("s/0001_a.sql")),
    ]

    @Test("without both halves, in order and once each, it is refused", arguments: texts)
    func refused(_ text: String, _ fault: MigrationFault) {
        #expect(throws: fault) { try MigrationFile(set: "s", name: "0001_a.sql", contents: Array(text.utf8)) }
    }

    @Test("bytes that are not UTF-8 are refused, and so is one byte too many")
    func bytes() throws {
        #expect(throws: MigrationFault.notText("s/0001_a.sql")) {
            try MigrationFile(set: "s", name: "0001_a.sql", contents: Array(Self.good.utf8) + [0xFF])
        }
        let padding = [UInt8](repeating: UInt8(ascii: " "), count: MigrationLimits.fileBytesMax - Self.good.utf8.count)
        let longest = Array(Self.good.utf8) + padding
        #expect(throws: Never.self) { try MigrationFile(set: "s", name: "0001_a.sql", contents: longest) }
        #expect(throws: MigrationFault.tooLarge("s/0001_a.sql")) {
            try MigrationFile(set: "s", name: "0001_a.sql", contents: longest + [UInt8(ascii: " ")])
        }
    }

    @Test("the roles stand in the place of psql's variables, and nothing else does")
    func roles() {
        let script =
            #"GRANT SELECT ON a TO :"app", :"system"; SELECT a::text, b[1:"n"], '":"', :"other", :app; -- :"owner""#
        #expect(
            ServiceDatabase.booking.resolve(script)
                == #"GRANT SELECT ON a TO "booking_app", "booking_system"; "#
                + #"SELECT a::text, b[1:"n"], '":"', :"other", :app; -- "booking_owner""#)
    }
}
