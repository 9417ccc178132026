import Crypto
import PlatformProtocol
import Testing

@testable import Identity

/// Number 36 of the list of attacks, as far as one field value goes. Two fields, tokens in queries and cookies are
/// the gateway's.
@Suite("Bearer credentials")
struct BearerCredentialTests {
    func read(_ value: String) -> Result<String, CredentialFault> {
        let bytes = Array(value.utf8)
        do throws(CredentialFault) {
            let range = try BearerCredential.token(in: bytes.span)
            return .success(String(decoding: bytes[range], as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }

    static let accepted: [(String, String)] = [
        ("Bearer abc.def.ghi", "abc.def.ghi"), ("bearer a", "a"), ("BEARER a", "a"), ("bEaReR   a", "a"),
        ("Bearer a-._~+/==", "a-._~+/=="),
    ]

    @Test("one token after the scheme is taken, whatever the scheme's case", arguments: accepted)
    func accepts(value: String, token: String) {
        #expect(read(value) == .success(token))
    }

    static let refused: [(String, CredentialFault)] = [
        ("", .empty), ("Bearer", .empty), ("Bearer ", .empty), ("Bearer    ", .empty), (" Bearer a", .empty),
        ("Basic dXNlcjpwYXNz", .otherScheme), ("Digest x", .otherScheme), ("Bearers a", .otherScheme),
        ("Beare a", .otherScheme), ("abc.def.ghi", .malformed), ("Bearer\ta", .malformed), ("Bearer a b", .malformed),
        ("Bearer  a b", .malformed), ("Bearer a,b", .malformed), ("Bearer a, Bearer b", .malformed),
        ("Bearer a ", .malformed), ("Bearer a\t", .malformed), ("Bearer =", .malformed), ("Bearer a=b", .malformed),
        ("Bearer \"a\"", .malformed), ("Bearer token=\"a\"", .malformed), ("Bearer a\u{0}", .malformed),
        ("Bearer é", .malformed), ("Ｂearer a", .malformed), ("Bearer, a", .malformed), ("Bearer:a", .malformed),
        ("Bearer Bearer a", .malformed), ("\u{0}Bearer a", .malformed),
    ]

    @Test("anything else is refused, for the right reason", arguments: refused)
    func refuses(value: String, fault: CredentialFault) {
        #expect(read(value) == .failure(fault))
    }

    @Test("a value is read at its limit and refused past it")
    func limit() {
        let longest = "Bearer " + String(repeating: "a", count: IdentityLimits.credentialBytesMax - 7)
        #expect(read(longest) == .success(String(longest.dropFirst(7))))
        #expect(read(longest + "a") == .failure(.tooLong))
        #expect(read("Bearer " + String(repeating: "a", count: 100_000)) == .failure(.tooLong))
    }

    @Test("every fault answers the caller the same")
    func problems() {
        let faults: [CredentialFault] = [.empty, .otherScheme, .malformed, .tooLong]
        let problems = faults.map(\.problem) + [Refusal.token(.expired).problem, Refusal.credential(.empty).problem]
        #expect(Set(problems.map { $0.detail ?? "" }).count == 1)
        #expect(problems.allSatisfy { $0.code.status == 401 })
        #expect(Refusal.token(.unknownKey).mayMeanNewKeys)
        #expect(!Refusal.token(.badSignature).mayMeanNewKeys)
    }
}
