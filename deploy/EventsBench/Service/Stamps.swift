import Foundation
import Identifiers

/// When something happened to which event, by the wall clock that all processes of a machine share.
struct Stamps: Sendable {
    private(set) var times: [UUID128: Int64] = [:]

    init() {}

    mutating func add(_ event: UUID128, at time: Timestamp) {
        times[event] = time.microsecondsSinceEpoch
    }

    // MARK: Files

    func write(to path: String) throws {
        var text = ""
        for (event, time) in times { text += "\(event) \(time)\n" }
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    init(contentsOf path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let event = UUID128(String(parts[0])), let time = Int64(parts[1]) else {
                throw BenchFault.unreadable(path)
            }
            times[event] = time
        }
    }

    /// How long it took from these moments to those, in microseconds; nil when an event is missing there.
    func latencies(to others: Stamps) -> [Double]? {
        var latencies: [Double] = []
        for (event, time) in times {
            guard let end = others.times[event] else { return nil }
            latencies.append(Double(end - time))
        }
        return latencies
    }
}

extension [Double] {
    /// The smallest value that `share` of all do not exceed; 0 of nothing.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let rank = Int((share * Double(count)).rounded(.up))
        return sorted()[Swift.min(Swift.max(rank, 1), count) - 1]
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
