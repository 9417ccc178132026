import Crypto
import Identifiers
import PlatformProtocol
import Testing

@testable import ResourceAPI

@Suite("Cursors of lists")
struct ListCursorTests {
    static let seal = CursorSeal(key: SecretBytes(Array(repeating: 7, count: 32).span))
    static let id = UUID128(high: 0x0192_f0c1_2345_7abc, low: 0x8def_0123_4567_89ab)
    static let positions: [ListPosition] = [
        ListPosition(.time(Timestamp(microsecondsSinceEpoch: 1_790_000_000_123_456)), id: id),
        ListPosition(.time(Timestamp(microsecondsSinceEpoch: -1)), id: id),
        ListPosition(.number(0), id: id),
        ListPosition(.number(.min), id: id),
        ListPosition(.text("Ünter den Linden"), id: id),
        ListPosition(.text("x"), id: id),
    ]

    @Test("a sealed position opens to itself in its own list", arguments: positions)
    func roundTrip(_ position: ListPosition) throws {
        #expect(try Self.seal.open(Self.seal.seal(position, of: "list a"), of: "list a") == position)
    }

    @Test("a cursor of another list, another key, or with one character changed is refused", arguments: positions)
    func forgeries(_ position: ListPosition) {
        let cursor = Self.seal.seal(position, of: "list a")
        #expect(throws: Problem.self) { try Self.seal.open(cursor, of: "list b") }
        let other = CursorSeal(key: SecretBytes(Array(repeating: 8, count: 32).span))
        #expect(throws: Problem.self) { try other.open(cursor, of: "list a") }
        for index in cursor.indices {
            var changed = cursor
            changed.replaceSubrange(index...index, with: cursor[index] == "A" ? "B" : "A")
            #expect(throws: Problem.self) { try Self.seal.open(changed, of: "list a") }
        }
    }

    @Test(
        "what is no cursor at all is refused", arguments: ["", "A", "====", String(repeating: "A", count: 5000), "ä"])
    func rubbish(_ text: String) {
        #expect(throws: Problem.self) { try Self.seal.open(text, of: "list a") }
    }
}
