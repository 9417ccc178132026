import Identifiers
import JSON
import Testing

@Suite("JSON faults, all at once")
struct JSONFaultListTests {
    struct Order: JSONCodable, Equatable {
        var name: String
        var lines: [Line]
        var due: Timestamp
        var kind: Kind
        var price: JSONDecimal
        var note: String?

        enum Kind: String, CaseIterable, Sendable { case hire, sale }

        static let json = JSONType.record(
            Self.init,
            Field("name", \.name, .string(length: 1...5)),
            Field("lines", \.lines, .array(.nested(), count: 1...3)),
            Field("due", \.due, .dateTime()),
            Field("kind", \.kind, .oneOf()),
            Field("price", \.price, .money(0...1_000)),
            Field("note", \.note, .string(length: 0...10).optional))
    }

    struct Line: JSONCodable, Equatable {
        var sku: String
        var count: Int
        var from: CalendarDay
        var to: CalendarDay

        static let json = JSONType.record(
            Self.init,
            Field("sku", \.sku, .string(length: 1...4)),
            Field("count", \.count, .integer(1...9)),
            Field("from", \.from, .day),
            Field("to", \.to, .day)
        ).checked { line, faults in
            if line.to < line.from { faults.add("/to", "to_before_from", "must not be before `from`") }
        }
    }

    @Test("one refused request tells everything that is wrong with it")
    func everything() {
        let request = """
            {"name":"too long","lines":[{"sku":"","count":10,"from":"2026-02-30","to":"2026-03-01"},7,
            {"sku":"a","count":1,"from":"2026-03-02","to":"2026-03-01"}],"due":"2026-03-01T10:00:00","kind":"gift",
            "price":"10.001","name":"again","colour":"red","a/b~c":{"x":[1]}}
            """
        do throws(JSONFaults) {
            _ = try Order(json: Array(request.utf8))
            Issue.record("the request was accepted")
        } catch {
            #expect(
                error.list.map(\.description) == [
                    "/name: must have at most 5 characters [too_long]",
                    "/lines/0/sku: must not be empty [too_short]",
                    "/lines/0/count: must be from 1 to 9 [out_of_range]",
                    "/lines/0/from: must be a date like 2026-03-31 [bad_format]",
                    "/lines/1: expected an object [wrong_type]",
                    "/lines/2/to: must not be before `from` [to_before_from]",
                    "/due: must be a time with offset like 2026-03-31T18:30:00Z [bad_format]",
                    "/kind: must be one of: hire, sale [not_allowed]",
                    "/price: must have at most 2 digits after the point [too_precise]",
                    "/name: the object has this member already [duplicate_member]",
                    "/colour: is not known here [unknown_member]",
                    "/a~1b~0c: is not known here [unknown_member]",
                ])
            #expect(error.areComplete)
            #expect(!error.areSyntax)
            #expect("\(error.label)" == "json_shape")
        }
    }

    @Test("an empty object lacks every required member and nothing else")
    func missing() {
        #expect(
            faults(Order.json, "{}")
                == ["/name", "/lines", "/due", "/kind", "/price"].map { "\($0) missing_member" })
    }

    @Test(
        "what is not JSON is one fault with its place, whatever was found before",
        arguments: [
            ("{\"name\":\"far too long\",\"lines\":[}", "/lines/0 unexpected_byte"),
            ("{\"name\":7,\"zzz\":1", " unexpected_end"),
            ("{\"name\":\"\\ud800\"}", "/name lone_surrogate"),
            ("{\"other\":{\"a\":1,\"a\":2}}", "/other/a duplicate_member"),
            ("{\"kind\":\"gift\"} x", " trailing_bytes"),
        ])
    func syntax(text: String, expected: String) {
        do throws(JSONFaults) {
            _ = try Order(json: Array(text.utf8))
            Issue.record("the request was accepted")
        } catch {
            #expect(error.list.count == 1)
            #expect(error.areSyntax)
            #expect(error.first.offset != nil)
            #expect("\(error.label)" == "json_syntax")
            if !expected.hasPrefix(" ") || expected == " trailing_bytes" {
                #expect("\(error.first.pointer) \(error.first.code.rawValue)" == expected)
            }
        }
    }

    @Test(
        "a document of another type is one fault of the whole document",
        arguments: ["null", "[]", "1", "\"x\"", "true"])
    func otherTypes(text: String) {
        #expect(faults(Order.json, text) == [text == "null" ? " null_not_allowed" : " wrong_type"])
    }

    @Test("a fault is itself JSON, as problem details list it")
    func wire() throws {
        let fault = JSONFault(pointer: "/a~1b", code: "end_before_start", message: "must be after \"start\"", offset: 3)
        let bytes = fault.jsonBytes()
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"pointer":"/a~1b","code":"end_before_start","message":"must be after \"start\""}"#)
        #expect(try JSONFault(json: bytes).code == fault.code)
    }

    @Test("the list ends at its limit and says that it does")
    func bounded() {
        let text = "[" + Array(repeating: "\"x\"", count: 100).joined(separator: ",") + "]"
        let type: JSONType<[Int]> = .array(.integer(0...9), count: 0...200)
        func found(_ limit: Int) -> JSONFaults? {
            var limits = JSONLimits.standard
            limits.faultsMax = limit
            do throws(JSONFaults) {
                _ = try type.decode(Array(text.utf8), limits: limits)
                return nil
            } catch {
                return error
            }
        }
        #expect(found(100)?.list.count == 100)
        #expect(found(100)?.areComplete == true)
        #expect(found(99)?.list.count == 99)
        #expect(found(99)?.areComplete == false)
    }

    @Test("messages and pointers never carry a value of the document")
    func noEcho() {
        let secret = "hunter2"
        let texts = [
            "{\"name\":\"\(secret)\",\"kind\":\"\(secret)\",\"due\":\"\(secret)\",\"price\":\"\(secret)\"}",
            "{\"name\":\"\(secret)\\x\"}", "[\"\(secret)\",", "\(secret)",
        ]
        for text in texts {
            do throws(JSONFaults) {
                _ = try Order(json: Array(text.utf8))
            } catch {
                #expect(!error.description.contains(secret))
            }
        }
    }

    @Test("a record that is not decoded gives back what was decoded of it")
    func releases() throws {
        final class Probe: Sendable {
            let alive: Counter
            init(_ alive: Counter) {
                self.alive = alive
                alive.add(1)
            }
            deinit { alive.add(-1) }
        }
        struct Held: Sendable {
            var first: Probe
            var second: Probe
        }
        let alive = Counter()
        let probe = JSONType<Probe>.string(length: 1...9).mapped(
            { $0 == "bad" ? nil : Probe(alive) }, back: { _ in "probe" }, message: "must be good")
        let type = JSONType.record(
            Held.init, JSONField("first", \.first, probe), JSONField("second", \.second, probe))
        #expect(faults(type, "{\"first\":\"a\",\"second\":\"bad\"}") == ["/second bad_format"])
        #expect(faults(type, "{\"first\":\"a\"}") == ["/second missing_member"])
        #expect(faults(type, "{\"second\":\"a\",\"first\":").count == 1)
        #expect(faults(type, "{\"first\":\"a\",\"second\":\"b\",\"third\":0}").count == 1)
        #expect(alive.value == 0)
        try withExtendedLifetime(decoded(type, "{\"second\":\"a\",\"first\":\"b\"}")) {
            #expect(alive.value == 2)
        }
        #expect(alive.value == 0)
    }
}
