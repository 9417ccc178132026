/// What wrk reported of one round.
struct LoadResult: Equatable {
    var requests = 0
    var requestsPerSecond = 0.0
    /// Latencies in microseconds.
    var p50 = 0.0
    var p99 = 0.0
    /// What was wrong with the answers; nil if every one was good.
    var fault: String?

    /// Reads wrk's report, or nil if it is none.
    init?(wrkReport report: String) {
        for line in report.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let first = words.first else { continue }
            if first == "50%", words.count == 2 { p50 = Self.microseconds(words[1]) ?? 0 }
            if first == "99%", words.count == 2 { p99 = Self.microseconds(words[1]) ?? 0 }
            if words.count > 2, words[1] == "requests", words[2] == "in" { requests = Int(first) ?? 0 }
            if first == "Requests/sec:", words.count == 2 { requestsPerSecond = Double(words[1]) ?? 0 }
            if line.contains("Socket errors:") || line.contains("Non-2xx") {
                let text = words.joined(separator: " ")
                fault = fault.map { "\($0); \(text)" } ?? text
            }
        }
        if requests == 0 || requestsPerSecond == 0 { return nil }
    }

    /// wrk's "1.23ms", "456.00us", "1.02s" or "2.00m".
    private static func microseconds(_ text: Substring) -> Double? {
        for (unit, factor) in [("us", 1), ("ms", 1e3), ("s", 1e6), ("m", 6e7)] where text.hasSuffix(unit) {
            if let value = Double(text.dropLast(unit.count)) { return value * factor }
        }
        return nil
    }
}
