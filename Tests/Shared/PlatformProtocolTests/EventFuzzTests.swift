import Identifiers
import JSON
import Testing

@testable import PlatformProtocol

/// A sequence of numbers that is the same at every run.
private struct Sequence64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33 | state << 31
    }
}

@Suite("Bytes of strangers")
struct EventFuzzTests {
    static let foreign =
        #"{"eventId":"x_auto","eventType":"booking.created","source":"s","timestamp":"2026-01-01T00:00:00Z","#
        + #""version":"1.0","data":{"bookingId":"01981c5e-0000-7000-8000-00000000000a"},"metadata":{"a":[1,{}]}}"#

    @Test(
        "whatever arrives is an event that can be written again, or a fault", arguments: 1...20 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) throws {
        var random = Sequence64(state: seed)
        let ours = try Parcel.envelope(metadata: ["list": [1, "two", nil]]).value
        var read = 0
        for round in 0..<400 {
            var bytes = round % 2 == 0 ? ours : Array(Self.foreign.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.mutate(&bytes, &random) }
            // A fault is the other good outcome.
            guard let envelope = try? Envelope(value: bytes, brokerTime: Timestamp(secondsSinceEpoch: 0)) else {
                continue
            }
            read += 1
            #expect(try Envelope(value: envelope.value) == envelope, "seed \(seed), round \(round)")
            #expect(envelope.topic.publishers.contains(envelope.source))
        }
        #expect(read > 0, "some changes leave an event an event")
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout Sequence64) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: index)
        default:
            let end = min(bytes.count, index + Int.random(in: 1...40, using: &random))
            bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &random))
        }
    }
}
