import Foundation

/// The outcome of one bench, for a reader or for a program.
struct BenchReport: Encodable {
    let bench: Bench
    let machine: Machine
    let rows: [BenchRow]

    private enum CodingKeys: String, CodingKey {
        case bench
        case machine
        case rows
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(bench.rawValue, forKey: .bench)
        try container.encode(machine.description, forKey: .machine)
        try container.encode(rows, forKey: .rows)
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var table: String {
        let head = ["metric", "unit", "ours", "peer", "theirs", "ratio", "bar", "ok"]
        let lines = rows.map { row in
            [
                row.metric, row.unit, row.ours.map(format) ?? "-", row.peer, row.theirs.map(format) ?? "-",
                row.ratio.map { String(format: "%.3f", $0) } ?? "-", row.barText,
                row.barText.isEmpty ? "" : row.isMet ? "yes" : "NO",
            ]
        }
        let widths = head.indices.map { column in ([head] + lines).map { $0[column].count }.max() ?? 0 }
        let text = ([head] + lines).map { line in
            zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
        return "\n\(bench.rawValue) on \(machine)\n" + text.joined(separator: "\n")
    }
}

/// Three significant digits or so, without an exponent.
func format(_ value: Double) -> String {
    value.magnitude >= 1000
        ? String(Int(value.rounded()))
        : String(format: value.magnitude >= 100 ? "%.0f" : value.magnitude >= 10 ? "%.1f" : "%.2f", value)
}
