import JSON
import Testing

@Suite("JSON limits")
struct JSONLimitsTests {
    private func limits(_ change: (inout JSONLimits) -> Void) -> JSONLimits {
        var limits = JSONLimits.standard
        change(&limits)
        return limits
    }

    private func code(_ text: String, _ limits: JSONLimits) -> JSONFault.Code? {
        fault(in: Array(text.utf8), limits: limits)?.code
    }

    @Test("a document of exactly the limit is read and one byte more is not")
    func document() {
        let limits = limits { $0.documentBytesMax = 4 }
        #expect(code("1234", limits) == nil)
        #expect(code("1234 ", limits) == .documentTooLarge)
    }

    @Test("values nest as deep as the limit and no deeper", arguments: ["[", "{\"a\":"])
    func depth(open: String) {
        let limits = limits { $0.depthMax = 3 }
        let close = open == "[" ? "]" : "}"
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(code(nested(3), limits) == nil)
        #expect(code(nested(4), limits) == .tooDeep)
    }

    @Test("ten thousand opening brackets are one fault, not a deep stack")
    func hostileDepth() {
        #expect(code(String(repeating: "[", count: 100_000), .standard) == .tooDeep)
        #expect(code(String(repeating: "{\"a\":", count: 100_000), .standard) == .tooDeep)
    }

    @Test("strings are measured in bytes of UTF-8 after unescaping")
    func strings() {
        let limits = limits { $0.stringBytesMax = 4 }
        #expect(code("\"abcd\"", limits) == nil)
        #expect(code("\"abcde\"", limits) == .stringTooLarge)
        #expect(code("\"éé\"", limits) == nil)
        #expect(code("\"ééa\"", limits) == .stringTooLarge)
        #expect(code("\"\\n\\u00e9\\/\"", limits) == nil)
        #expect(code("\"\\ud83d\\ude00\"", limits) == nil)
        #expect(code("\"\\ud83d\\ude00a\"", limits) == .stringTooLarge)
    }

    @Test("member names have a limit of their own")
    func names() {
        let limits = limits { $0.nameBytesMax = 2 }
        #expect(code("{\"ab\":\"long value\"}", limits) == nil)
        #expect(code("{\"abc\":1}", limits) == .nameTooLarge)
    }

    @Test("an object has as many members as the limit and no more")
    func members() {
        let limits = limits { $0.membersMax = 2 }
        #expect(code("{\"a\":1,\"b\":2}", limits) == nil)
        #expect(code("{\"a\":1,\"b\":2,\"c\":3}", limits) == .tooManyMembers)
    }

    @Test("an array has as many elements as the limit and no more")
    func elements() {
        let limits = limits { $0.elementsMax = 2 }
        #expect(code("[1,2]", limits) == nil)
        #expect(code("[1,2,3]", limits) == .tooManyElements)
    }

    @Test("a number is as long as the limit and no longer", arguments: ["123", "-12", "1.5", "1e2", "0.0"])
    func numbers(text: String) {
        #expect(code(text, limits { $0.numberBytesMax = 3 }) == nil)
        #expect(code(text, limits { $0.numberBytesMax = 2 }) == .numberTooLong)
    }

    @Test("a duplicate is found among few members and among many", arguments: [2, 64, 65, 66, 500])
    func duplicates(count: Int) {
        let members = (0..<count).map { "\"m\($0)\":0" }
        #expect(code("{\(members.joined(separator: ","))}", .standard) == nil)
        for again in [0, count / 2, count - 1] {
            #expect(code("{\((members + ["\"m\(again)\":1"]).joined(separator: ","))}", .standard) == .duplicateMember)
        }
    }
}
