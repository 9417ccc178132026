import HTTPClient
import HTTPServer
import HTTPWire

/// The body of one request on its way in: whole if it is small, else its first part, and then the rest as it comes.
///
/// A client's `Expect: 100-continue` is answered by the first `fill`, once it is known that the body will be taken; its
/// pace, its departure and its framing are watched by the exchange that it is read from. Whoever makes one releases it,
/// however the request ends.
final class BodyIntake {
    private let exchange: ServerExchange
    private let held: HeldBodies
    private var first: [UInt8] = []
    private var counted = 0

    /// Whether nothing more will come.
    private(set) var isWhole = false

    init(_ exchange: ServerExchange, _ held: HeldBodies) {
        self.exchange = exchange
        self.held = held
    }

    /// Waits for the body's end or for as much of it as is held; false when there is no memory for it.
    func fill() async throws -> Bool {
        guard held.hasRoom else { return false }
        while exchange.hasBody, first.count <= ProxyLimits.bodyHeldBytes {
            guard let piece = try await exchange.nextBodyPiece() else { break }
            guard held.take(piece.count) else { return false }
            counted += piece.count
            if first.isEmpty { first = piece } else { first.append(contentsOf: piece) }
        }
        isWhole = !exchange.hasBody
        return true
    }

    /// How the service is told where the body ends. One that is whole has a length, whether its client said so or not.
    var framing: HTTPBodyFraming { isWhole ? .length(first.count) : exchange.framing }

    var outgoing: OutgoingBody {
        guard !isWhole else { return .bytes(first) }
        return .pieces(length: exchange.bodyLength) { try await self.next() }
    }

    /// The held part, and then what else arrives.
    private func next() async throws -> [UInt8]? {
        guard first.isEmpty else {
            var taken: [UInt8] = []
            swap(&taken, &first)
            return taken
        }
        // The held part has left.
        release()
        return try await exchange.nextBodyPiece()
    }

    /// Gives the memory back.
    func release() {
        first = []
        held.give(counted)
        counted = 0
    }
}
