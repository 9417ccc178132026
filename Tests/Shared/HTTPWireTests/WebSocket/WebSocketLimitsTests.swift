import HTTPWire
import Testing

@Suite("WebSocket limits")
struct WebSocketLimitsTests {
    static let narrow = WebSocketLimits(messageBytesMax: 200, frameBytesMax: 130, fragmentsMax: 4)

    @Test("a frame at the limit passes, one byte more fails at its head with 1009")
    func frame() {
        let most = [UInt8](repeating: 7, count: 130)
        for outcome in converseInManyWays(RawFrame.binary(most).bytes, limits: Self.narrow) {
            #expect(outcome.events == [.binary(most)])
        }
        let head = RawFrame(first: 0x82, payload: [], key: nil, claimed: 131).bytes
        let masked = [head[0], head[1] | 0x80] + head[2...]
        let outcome = converse(Array(masked), limits: Self.narrow)
        let expected = Outcome(
            events: [.failed(.frameTooLarge)], replies: RawFrame.close(1_009).bare.bytes, state: .failed)
        #expect(outcome == expected)
    }

    @Test("a message at the limit passes, one byte more fails at the fragment's head with 1009")
    func message() {
        let half = [UInt8](repeating: 7, count: 100)
        let good = RawFrame.binary(half, final: false).bytes + RawFrame.more(half, final: true).bytes
        for outcome in converseInManyWays(good, limits: Self.narrow) {
            #expect(outcome.events == [.binary(half + half)])
        }
        let head = RawFrame(first: 0x80, payload: [], claimed: 101).bytes.dropLast(4)
        let outcome = converse(RawFrame.binary(half, final: false).bytes + head, limits: Self.narrow)
        #expect(outcome.events == [.failed(.messageTooLarge)])
        #expect(outcome.replies == RawFrame.close(1_009).bare.bytes)
    }

    @Test("the limit counts one message, not the connection")
    func perMessage() {
        let most = [UInt8](repeating: 7, count: 130)
        let input = (0..<20).flatMap { _ in RawFrame.binary(most).bytes }
        #expect(converse(input, limits: Self.narrow).events == (0..<20).map { _ in .binary(most) })
    }

    @Test("as many fragments as the limit pass, one more fails with 1008, empty or not, pings not counted")
    func fragments() {
        let three: [RawFrame] = [.text("a", final: false), .more("", final: false), .ping(), .more("", final: false)]
        let four = three + [.more("b", final: true)]
        for outcome in converseInManyWays((four + four).flatMap(\.bytes), limits: Self.narrow) {
            #expect(outcome.events == [.ping(""), .text("ab"), .ping(""), .text("ab")])
        }
        let five = three + [.more("", final: false), .more("b", final: true)]
        let outcome = converse(five.flatMap(\.bytes), limits: Self.narrow)
        #expect(outcome.events == [.ping(""), .failed(.tooManyFragments)])
        #expect(outcome.replies == RawFrame.pong().bare.bytes + RawFrame.close(1_008).bare.bytes)
    }

    @Test("limits of data do not touch control frames")
    func controlFrames() {
        let tiny = WebSocketLimits(messageBytesMax: 1, frameBytesMax: 1, fragmentsMax: 1)
        #expect(converse(RawFrame.ping("twelve bytes").bytes, limits: tiny).events == [.ping("twelve bytes")])
        #expect(converse(RawFrame.text("ab").bytes, limits: tiny).events == [.failed(.frameTooLarge)])
        #expect(
            converse(RawFrame.text("", final: false).bytes + RawFrame.more("", final: true).bytes, limits: tiny).events
                == [.failed(.tooManyFragments)])
    }

    @Test("every fault has a label of its own")
    func labels() {
        let labels = Set(WebSocketFault.allCases.map { "\($0.label)" })
        #expect(labels.count == WebSocketFault.allCases.count)
    }
}
