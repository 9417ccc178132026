import Bytes
import HTTPWire
import Testing

/// A small generator with a seed, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

@Suite("properties of the wire")
struct WirePropertyTests {
    private func randomCuts(_ count: Int, _ random: inout Seeded) -> [Int] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
    }

    @Test("mutated requests never trap and mean the same however they are cut", arguments: 0..<20)
    func requestMutations(seed: Int) {
        var random = Seeded(state: UInt64(seed))
        let sources = RequestCase.all.filter { $0.bytes.count < 400 }
        for round in 0..<200 {
            guard let source = sources.randomElement(using: &random) else { return }
            let bytes = mutate(source.bytes, &random)
            let whole = RequestTrace(bytes)
            let cut = randomCuts(bytes.count, &random)
            #expect(RequestTrace(bytes, cutAt: cut) == whole, "seed \(seed), round \(round), cut at \(cut)")
        }
    }

    @Test("mutated responses never trap and mean the same however they are cut", arguments: 0..<20)
    func responseMutations(seed: Int) {
        var random = Seeded(state: UInt64(seed))
        let sources = ResponseCase.all.filter { $0.bytes.count < 400 }
        for round in 0..<200 {
            guard let source = sources.randomElement(using: &random) else { return }
            let bytes = mutate(source.bytes, &random)
            let whole = ResponseTrace(bytes, to: source.method, offersUpgrade: source.offersUpgrade)
            let cut = randomCuts(bytes.count, &random)
            let parts = ResponseTrace(bytes, cutAt: cut, to: source.method, offersUpgrade: source.offersUpgrade)
            #expect(parts == whole, "seed \(seed), round \(round), cut at \(cut)")
        }
    }

    private func mutate(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        let spice: [UInt8] = [0, 9, 10, 13, 32, 34, 35, 37, 44, 46, 47, 48, 58, 59, 61, 63, 92, 95, 127, 128, 255]
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = spice.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
            default: bytes.removeSubrange(place..<min(bytes.count, place + 8))
            }
        }
        return bytes
    }

    private func randomFields(_ random: inout Seeded) throws -> HTTPFields {
        var fields = HTTPFields()
        let letters = Array("abcXYZ019-!~ \t,;\"\u{e9}")
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let known = HTTPKnownFieldName.allCases.randomElement(using: &random) ?? .accept
            let isCustom = Bool.random(using: &random)
            let name = isCustom ? try HTTPFieldName("X-\(Int.random(in: 0..<5, using: &random))") : HTTPFieldName(known)
            guard !singular.contains(known), !fields.contains(name) else { continue }
            var value = ""
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                value.append(letters.randomElement(using: &random) ?? "a")
            }
            try fields.append(name, "v\(value)v")
        }
        return fields
    }

    /// Names that the encoders or the parsers give a meaning of their own.
    private let singular: HTTPFieldNameSet = [
        .host, .contentLength, .transferEncoding, .connection, .keepAlive, .proxyConnection, .upgrade, .date, .cookie,
        .expect,
    ]

    @Test("a request that was written is read as it was meant", arguments: 0..<200)
    func requestRoundTrip(seed: Int) throws {
        var random = Seeded(state: UInt64(seed))
        let methods = HTTPMethod.allCases.filter { $0 != .connect }
        let method = methods.randomElement(using: &random) ?? .get
        let paths = ["/", "/a/b?c=d", "/caf%C3%A9", "/a//b/../c?x", "http://a/q"]
        var fields = try randomFields(&random)
        try fields.append(.host, "a")
        let target = try HTTPTarget(paths.randomElement(using: &random) ?? "/")
        let head = HTTPRequestHead(method: method, target: target, fields: fields)
        let body = [HTTPBodyFraming.none, .length(5), .chunked].randomElement(using: &random) ?? .none
        var out: [UInt8] = []
        head.encode(into: &out, body: body)
        if body == .length(5) { out.append("hello") }
        if body == .chunked {
            out.appendChunk(Array("hello".utf8).span)
            out.appendLastChunk()
        }
        let trace = RequestTrace(out, cutAt: randomCuts(out.count, &random))
        #expect(trace.isIdle && trace.events.last == .end([]))
        #expect(trace.events.contains(.body("hello")) == (body != .none))
        let read = try #require(trace.lastHead)
        #expect(read.hasPrefix("\(method.name) "))
        #expect(read.contains("[\(target.path)] HTTP/1.1"))
        for line in RequestTrace.lines(fields) { #expect(read.contains(" | " + line)) }
    }

    @Test("a response that was written is read as it was meant", arguments: 0..<200)
    func responseRoundTrip(seed: Int) throws {
        var random = Seeded(state: UInt64(seed))
        let fields = try randomFields(&random)
        let status = HTTPStatus(Int.random(in: 200...599, using: &random)) ?? .ok
        let method = [HTTPMethod.get, .head, .post].randomElement(using: &random) ?? .get
        let body = [HTTPBodyFraming.none, .length(5), .chunked].randomElement(using: &random) ?? .none
        var exchange = HTTPExchange(
            method: method, version: Bool.random(using: &random) ? .http10 : .http11,
            keepsAlive: Bool.random(using: &random))
        var out: [UInt8] = []
        let framing = HTTPResponseHead(status: status, fields: fields)
            .encode(into: &out, body: body, for: &exchange, date: Array(ResponseEncoderTests.date.utf8).span)
        switch framing {
        case .none: break
        case .length, .untilClose: out.append("hello")
        case .chunked:
            out.appendChunk(Array("hello".utf8).span)
            out.appendLastChunk()
        }
        let trace = ResponseTrace(out, cutAt: randomCuts(out.count, &random), to: method)
        #expect(trace.events.last == .end([]))
        #expect(trace.events.contains(.body("hello")) == (framing != .none))
        #expect(trace.keepsAlive == exchange.keepsAlive)
        guard case .head(let read, _)? = trace.events.first else {
            Issue.record("no head: \(trace)")
            return
        }
        for line in RequestTrace.lines(fields) { #expect(read.contains(" | " + line)) }
    }
}
