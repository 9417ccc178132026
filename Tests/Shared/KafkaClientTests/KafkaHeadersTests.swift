import KafkaClient
import Testing

@Suite("Record headers")
struct KafkaHeadersTests {
    @Test("names may repeat, the last one counts, and null is not empty")
    func lookup() {
        var headers = KafkaHeaders()
        #expect(headers.isEmpty)
        headers.append("a", [1])
        headers.append("ab", text: "text")
        headers.append("a", [2])
        headers.append("null", nil)
        headers.append("bytes", [0xff])
        #expect(headers.count == 5)
        #expect(headers.byteCount == 20)
        #expect(headers["a"] == [2])
        #expect(headers["ab"] == Array("text".utf8))
        #expect(headers["null"] == nil)
        #expect(headers["b"] == nil)
        #expect(headers.text("ab") == "text")
        #expect(headers.text("bytes") == nil)
    }

    @Test("they are visited in their order")
    func order() {
        var headers = KafkaHeaders()
        headers.append("x", nil)
        headers.append("", [])
        headers.append("y", [7])
        var seen: [String] = []
        headers.visit { name, value in seen.append("\(name)=\(value.map { "\(Array($0))" } ?? "null")") }
        #expect(seen == ["x=null", "=[]", "y=[7]"])
    }

    @Test("two are equal when names, values and order are")
    func equality() {
        func headers(_ pairs: [(String, [UInt8]?)]) -> KafkaHeaders {
            var headers = KafkaHeaders()
            for (name, value) in pairs { headers.append(name, value) }
            return headers
        }
        #expect(headers([("a", [1])]) == headers([("a", [1])]))
        #expect(headers([("ab", [])]) != headers([("a", Array("b".utf8))]))
        #expect(headers([("a", nil)]) != headers([("a", [])]))
        #expect(headers([("a", nil), ("b", nil)]) != headers([("b", nil), ("a", nil)]))
    }
}
