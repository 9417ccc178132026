import Glibc
import Synchronization

/// Where a process is killed.
enum CrashPoint: String, CaseIterable, Codable, Sendable {
    case writerBeforeCommit = "writer-before-commit"
    case writerAfterCommit = "writer-after-commit"
    case relayAfterRead = "relay-after-read"
    case relayAfterProduce = "relay-after-produce"
    case relayAfterAcknowledgements = "relay-after-acknowledgements"
    case relayAfterDelete = "relay-after-delete"
    case consumerBeforeTransaction = "consumer-before-transaction"
    case consumerBeforeCommit = "consumer-before-commit"
    case consumerAfterCommit = "consumer-after-commit"
    /// From outside, at any moment.
    case writerAnywhere = "writer-anywhere"
    case relayAnywhere = "relay-anywhere"
    case consumerAnywhere = "consumer-anywhere"
    /// Not killed, but stopped and continued: with its session left alone, and with its session ended meanwhile.
    case relayStopped = "relay-stopped"
    case relayStoppedAndEnded = "relay-stopped-and-ended"

    var isFromOutside: Bool {
        switch self {
        case .writerAnywhere, .relayAnywhere, .consumerAnywhere, .relayStopped, .relayStoppedAndEnded: true
        default: false
        }
    }

    var isStop: Bool { self == .relayStopped || self == .relayStoppedAndEnded }

    /// The command of the process that dies there.
    var command: Arguments.Command {
        if rawValue.hasPrefix("writer") { return .write }
        return rawValue.hasPrefix("relay") ? .relay : .consume
    }
}

/// Kills this process where it was told to.
final class Crash: Sendable {
    /// Says where, and at the how manieth time there: `relay-after-read:3`.
    static let variable = "RISHI_BENCH_CRASH"

    let point: CrashPoint?
    private let times: Mutex<Int>

    init(_ environment: [String: String]) throws(BenchFault) {
        guard let order = environment[Self.variable] else {
            point = nil
            times = Mutex(0)
            return
        }
        let parts = order.split(separator: ":")
        guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let count = Int(parts[1]), count > 0
        else { throw .badArgument("\(Self.variable)=\(order)") }
        self.point = point
        times = Mutex(count)
    }

    func reached(_ point: CrashPoint) {
        if isLast(point) { kill(getpid(), SIGKILL) }
    }

    /// It came to nothing: at the next arrival, then.
    func again() {
        times.withLock { $0 = 1 }
    }

    /// Whether the process is to die at this arrival.
    func isLast(_ point: CrashPoint) -> Bool {
        guard point == self.point else { return false }
        return times.withLock { times in
            times -= 1
            return times == 0
        }
    }
}
