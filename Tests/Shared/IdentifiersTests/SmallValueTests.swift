import Identifiers
import Testing

@Suite("Places, actors and ids of names")
struct SmallValueTests {
    static let places: [(Double, Double, Bool)] = [
        (90, 180, true), (-90, -180, true), (0, 0, true), (90.000_001, 0, false), (0, 180.000_001, false),
        (.nan, 0, false), (0, .nan, false), (.infinity, 0, false),
    ]

    @Test("a place lies on the earth", arguments: places)
    func place(latitude: Double, longitude: Double, isPlace: Bool) {
        #expect((GeoPoint(latitude: latitude, longitude: longitude) != nil) == isPlace)
    }

    @Test("an actor has a name of 1 to 255 bytes without control characters")
    func actors() {
        #expect(ActorID("") == nil)
        #expect(ActorID("auth0|7")?.description == "auth0|7")
        #expect(ActorID(String(repeating: "a", count: 255)) != nil)
        #expect(ActorID(String(repeating: "a", count: 256)) == nil)
        #expect(ActorID("a\u{0}") == nil)
        #expect(ActorID("a\n") == nil)
        #expect(ActorID("a\u{7F}") == nil)
        #expect(ActorID("\u{E9}") != ActorID("e\u{301}"))
        #expect(Set([ActorID("\u{E9}"), ActorID("e\u{301}"), ActorID("\u{E9}")]).count == 2)
    }

    @Test("an id of a name is the one of RFC 9562's example, and of other known ones")
    func nameBased() throws {
        let dns = try #require(UUID128("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(UUID128(parent: dns, name: "www.example.com").description == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
        #expect(UUID128(parent: dns, name: "python.org").description == "886313e1-3b8a-5372-9b90-0c9aee199e5d")
    }

    @Test(
        "an id of a name has its version and variant, whatever the name's length",
        arguments: [0, 38, 39, 40, 47, 48, 500])
    func lengths(length: Int) {
        let name = String(repeating: "n", count: length)
        let id = UUID128(parent: UUID128(high: 1, low: 2), name: name)
        #expect(id.version == 5)
        #expect(id.low >> 62 == 2)
        #expect(id == UUID128(parent: UUID128(high: 1, low: 2), name: name))
        #expect(id != UUID128(parent: UUID128(high: 1, low: 3), name: name))
        #expect(id != UUID128(parent: UUID128(high: 1, low: 2), name: name + "n"))
    }

    static let known: [(Int, String)] = [
        (39, "a2e40ce3-f662-5ef9-bcc9-956e39f0e4d5"), (40, "23a51cac-8347-5645-9ef7-edb5efdf3dac"),
        (500, "b9459b01-1aa7-551e-bcb8-25fd609eee21"),
    ]

    @Test("names that end in one block, at its edge and after many are hashed alike elsewhere", arguments: known)
    func blocks(length: Int, expected: String) {
        let id = UUID128(parent: UUID128(high: 1, low: 2), name: String(repeating: "n", count: length))
        #expect(id.description == expected)
    }

    @Test("the platform's own organisation is all zeros")
    func platform() {
        #expect(OrganizationID.platform.description == "00000000-0000-0000-0000-000000000000")
    }
}
