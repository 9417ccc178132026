import Identifiers
import Observability
import Testing

struct TraceparentTests {
    private static let trace = "12345678901234567890123456789012"
    private static let parent = "1234567890123456"

    @Test("a valid traceparent is read and written back")
    func roundTrip() throws {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let context = try #require(parsed(text))
        #expect(context.traceID.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.spanID.description == "00f067aa0ba902b7")
        #expect(context.isSampled)
        var written: [UInt8] = []
        context.appendTraceparent(to: &written)
        #expect(String(decoding: written, as: UTF8.self) == text)
    }

    @Test(
        "what the standard allows is accepted",
        arguments: [
            "00-\(trace)-\(parent)-00", "00-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-02",
            "00-\(trace)-\(parent)-ff", "cc-\(trace)-\(parent)-01", "cc-\(trace)-\(parent)-01-what-will-be",
            "cc-\(trace)-\(parent)-01-", " 00-\(trace)-\(parent)-01", "\t 00-\(trace)-\(parent)-01 \t",
        ])
    func accepted(_ value: String) {
        let context = parsed(value)
        #expect(context?.traceID.description == Self.trace)
        #expect(context?.spanID.description == Self.parent)
    }

    @Test(
        "what the standard calls invalid is refused",
        arguments: [
            "", "00", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-", "00-\(trace)-\(parent)-1",
            "00-\(trace)-\(parent)-001", "00-\(trace)-\(parent)-01.", "00-\(trace)-\(parent)-01-what-will-be",
            "cc-\(trace)-\(parent)-01.what-will-be", "ff-\(trace)-\(parent)-01", ".0-\(trace)-\(parent)-01",
            "0.-\(trace)-\(parent)-01", "000-\(trace)-\(parent)-01", "0-\(trace)-\(parent)-01",
            "00-00000000000000000000000000000000-\(parent)-01", "00-.2345678901234567890123456789012-\(parent)-01",
            "00-1234567890123456789012345678901.-\(parent)-01", "00-\(trace)3-\(parent)-01",
            "00-1234567890123456789012345678901-\(parent)-01", "00-\(trace)-0000000000000000-01",
            "00-\(trace)-.234567890123456-01", "00-\(trace)-123456789012345.-01", "00-\(trace)-\(parent)7-01",
            "00-\(trace)-123456789012345-01", "00-\(trace)-\(parent)-.0", "00-\(trace)-\(parent)-0.",
            "00-1234567890123456789012345678901A-\(parent)-01", "00-\(trace)-123456789012345A-01",
            "00-\(trace)-\(parent)-0A", "CC-\(trace)-\(parent)-01", "00_\(trace)-\(parent)-01",
        ])
    func refused(_ value: String) {
        #expect(parsed(value) == nil)
    }

    @Test("only the flags that the standard defines are passed on")
    func flags() {
        let value = "00-\(Self.trace)-\(Self.parent)-fe"
        let context = parsed(value)
        #expect(context?.flags == .random)
    }

    @Test("new traces have ids that are not zero, say that they are random, and are sampled as asked")
    func starting() {
        var random = fixedRandom()
        let sampled = TraceContext(startingFrom: &random, sampled: true)
        let other = TraceContext(startingFrom: &random, sampled: false)
        #expect(sampled.flags == [.sampled, .random])
        #expect(other.flags == .random)
        #expect(sampled.traceID != other.traceID)
    }

    @Test("an id of zeros cannot be made")
    func zero() {
        #expect(TraceID(high: 0, low: 0) == nil)
        #expect(TraceID(high: 0, low: 1) != nil)
        #expect(SpanID(0) == nil)
    }
}

struct TraceContextReaderTests {
    private let valid = "00-12345678901234567890123456789012-1234567890123456-01"

    private func read(_ parents: [String], _ states: [String]) -> TraceContext? {
        var reader = TraceContextReader()
        for state in states { reader.tracestate(Array(state.utf8).span) }
        for parent in parents { reader.traceparent(Array(parent.utf8).span) }
        return reader.caller
    }

    private func state(of lines: [String]) -> String? {
        read([valid], lines).map { String(decoding: $0.state.text, as: UTF8.self) }
    }

    @Test("two traceparent lines are as good as none, whatever they say")
    func duplicated() {
        #expect(read([valid], []) != nil)
        #expect(read([valid, valid], []) == nil)
        #expect(read([valid, valid, valid], []) == nil)
        #expect(read(["rubbish", valid], []) == nil)
        #expect(read([], ["foo=1"]) == nil)
    }

    @Test(
        "state lines are combined in order and normalised",
        arguments: [
            (["foo=1,bar=2"], "foo=1,bar=2"),
            (["foo=1,bar=2", "rojo=1,congo=2", "baz=3"], "foo=1,bar=2,rojo=1,congo=2,baz=3"),
            (["foo=1 \t , \t bar=2, \t baz=3"], "foo=1,bar=2,baz=3"),
            (["\t foo=1 \t"], "foo=1"),
            ([""], ""), (["foo=1", ""], "foo=1"), (["", "foo=1"], "foo=1"), ([",,foo=1,,"], "foo=1"),
            (["foo=1,foo=2"], "foo=1"), (["foo=1", "bar=2", "foo=3"], "foo=1,bar=2"),
            (["foo@=1,bar=2"], "foo@=1,bar=2"), (["foo@@bar=1"], "foo@@bar=1"), (["0a@b@c=1"], "0a@b@c=1"),
            (["a_-*/@9= !\"#$%&'()*+-./:;<>?@[\\]^_`{|}~"], "a_-*/@9= !\"#$%&'()*+-./:;<>?@[\\]^_`{|}~"),
            // Broken lines lose the whole state, and only the state.
            (["foo =1"], ""), (["FOO=1"], ""), (["foo.bar=1"], ""), (["@foo=1,bar=2"], ""), (["foo=bar=baz"], ""),
            (["foo=,bar=3"], ""), (["foo"], ""), (["=1"], ""), (["foo=1", "bar"], ""), (["bar", "foo=1"], ""),
            (["foo=b\u{7f}r"], ""), (["foo=b\u{e9}r"], ""), (["foo=b\u{1}r"], ""),
        ])
    func combined(lines: [String], text: String) {
        #expect(state(of: lines) == text)
    }

    @Test("32 members are kept, 33 are dropped")
    func members() {
        let members = (1...33).map { "bar\($0)=\($0)" }
        #expect(state(of: [members.prefix(32).joined(separator: ",")])?.isEmpty == false)
        #expect(state(of: [members.joined(separator: ",")]) == "")
        #expect(state(of: members) == "")
    }

    @Test("a key of 256 bytes is kept, of 257 not; a value of 256 bytes is kept, of 257 not")
    func lengths() {
        let long = String(repeating: "z", count: 256)
        #expect(state(of: ["foo=1", "\(long)=1"]) == "foo=1,\(long)=1")
        #expect(state(of: ["foo=1", "\(long)z=1"]) == "")
        #expect(state(of: ["foo=\(long)"]) == "foo=\(long)")
        #expect(state(of: ["foo=\(long)z"]) == "")
    }

    @Test("a state of 8192 bytes is kept, one byte more is dropped")
    func size() {
        let member = "=" + String(repeating: "v", count: 253)
        // 31 members of 256 bytes with their commas are 7966 bytes; the last brings it to the limit.
        let lines = (10..<41).map { "\($0)" + member }
        let last = "k=" + String(repeating: "v", count: 223)
        #expect(state(of: lines + [last])?.utf8.count == ObservabilityLimits.traceStateBytes)
        #expect(state(of: lines + [last + "v"]) == "")
    }

    @Test("a member is found by its whole key")
    func lookup() {
        let state = read([valid], ["foobar=1,foo=22,o=3"])?.state
        #expect(state?.value(of: "foo") == Array("22".utf8))
        #expect(state?.value(of: "o") == Array("3".utf8))
        #expect(state?.value(of: "fo") == nil)
        #expect(state?.count == 3)
    }

    @Test("the served span is a child in the caller's trace, or the first of a new one")
    func served() {
        var random = fixedRandom()
        var reader = TraceContextReader()
        let first = reader.served(from: &random, sampleNewTraces: true)
        #expect(first.isSampled)
        reader.traceparent(Array(valid.utf8).span)
        reader.tracestate(Array("foo=1".utf8).span)
        let served = reader.served(from: &random, sampleNewTraces: false)
        #expect(served.traceID == reader.caller?.traceID)
        #expect(served.spanID != reader.caller?.spanID)
        #expect(served.isSampled)
        #expect(served.state.count == 1)
    }
}

private func parsed(_ traceparent: String) -> TraceContext? {
    TraceContext(traceparent: Array(traceparent.utf8).span)
}

func fixedRandom() -> FastRandom {
    var source = CountingSource()
    return FastRandom(seededFrom: &source)
}

private struct CountingSource: RandomNumberGenerator {
    var value: UInt64 = 0

    mutating func next() -> UInt64 {
        value += 1
        return value
    }
}
