import JSON
import Testing

/// What `deploy/fuzz json` has found, each with the shortest input that shows it.
@Suite("Fuzz findings in JSON")
struct FuzzFindingTests {
    /// 10e-39 was written as 1e-38, which was read as a number that is written 0.000…1.
    @Test(
        "a number is written as it was after reading it back",
        arguments: ["10e-39", "1000e-41", "-10e-39", "120e-40", "12e-39", "1e-38", "1e-39", "0e-50", "10e20", "1.50"])
    func settled(text: String) throws {
        let written = try JSONValue(parsing: Array(text.utf8)).bytes
        #expect(try JSONValue(parsing: written).bytes == written)
        #expect(try JSONValue(parsing: written) == JSONValue(parsing: Array(text.utf8)))
    }
}
