import Bytes
import HTTPWire

/// Whom to believe about where a request came from. The address that limits, geography and the audit trail use is the
/// first untrusted one from the right: every proxy of ours appends the peer it saw, so everything left of that address
/// was written by someone we do not trust.
struct TrustedProxies: Sendable, Equatable {
    let networks: [IPNetwork]

    init(_ networks: [IPNetwork] = []) {
        precondition(networks.count <= ForwardingLimits.networksMax, "the list of networks is bounded where it is read")
        self.networks = networks
    }

    func contains(_ address: IPAddress) -> Bool {
        for network in networks where network.contains(address) { return true }
        return false
    }

    /// The addresses a request is known to have passed, the client first, the peer last. The fields are asked for only if
    /// they would be believed.
    func path(of fields: @autoclosure () -> HTTPFields, from peer: IPAddress) -> ForwardedPath {
        var path = ForwardedPath(peer: peer, isPeerTrusted: contains(peer))
        guard path.isPeerTrusted else { return path }
        let fields = fields()
        guard fields.contains(.xForwardedFor) else { return path }
        var line = fields.count
        while line > 0, !path.isComplete {
            line -= 1
            guard fields[line].known == .xForwardedFor else { continue }
            extend(&path, with: fields.bytes.span.extracting(fields[line].value))
        }
        return path
    }

    /// Walks one line from its right end. An element that is no address ends the walk: whoever wrote it is the last
    /// one known.
    private func extend(_ path: inout ForwardedPath, with value: borrowing Span<UInt8>) {
        var end = value.count
        while !path.isComplete {
            var start = end
            while start > 0, value[start - 1] != UInt8(ascii: ",") { start -= 1 }
            var (first, last) = (start, end)
            while first < last, value[first] == 0x20 || value[first] == 0x09 { first += 1 }
            while last > first, value[last - 1] == 0x20 || value[last - 1] == 0x09 { last -= 1 }
            guard let hop = IPAddress(hop: value.extracting(first..<last)) else { return path.end() }
            path.prepend(hop, isTrusted: contains(hop))
            guard start > 0 else { return }
            end = start - 1
        }
    }
}

/// The known end of the way a request took. From a peer that is no proxy of ours, the usual one, that is the peer.
struct ForwardedPath: Sendable {
    private let peer: IPAddress
    /// What stands before the peer, from the peer leftwards.
    private var others: [IPAddress] = []
    let isPeerTrusted: Bool
    /// Whether what is further left no longer matters.
    private(set) var isComplete: Bool

    init(peer: IPAddress, isPeerTrusted: Bool) {
        self.peer = peer
        self.isPeerTrusted = isPeerTrusted
        isComplete = !isPeerTrusted
    }

    /// Who sent the request, as far as it is known.
    var client: IPAddress { others.last ?? peer }

    /// How many addresses are known.
    var count: Int { others.count + 1 }

    mutating func prepend(_ hop: IPAddress, isTrusted: Bool) {
        precondition(!isComplete, "a complete path grows no further")
        others.append(hop)
        isComplete = !isTrusted || count > ForwardingLimits.hopsMax
    }

    mutating func end() {
        isComplete = true
    }

    /// How many bytes `append` writes at most.
    var textBytesMax: Int { count * (IPAddress.textBytesMax + 2) }

    /// Appends the value of `X-Forwarded-For` for the next server: only what is known, so that nothing a client made
    /// up goes further.
    func append(to out: inout OutputSpan<UInt8>) {
        for index in others.indices.reversed() {
            others[index].append(to: &out)
            out.append(", ")
        }
        peer.append(to: &out)
    }
}
