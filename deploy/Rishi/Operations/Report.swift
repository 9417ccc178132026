import JSON

/// What a command found, as rows: a table for people, an array of objects for machines.
struct Report: Sendable, Equatable {
    /// One cell: what a machine gets, and what people read.
    struct Cell: Sendable, Equatable {
        let value: JSONValue
        let text: String

        static func text(_ text: String) -> Cell { Cell(value: .string(text), text: text) }
        static func number(_ number: Int) -> Cell { Cell(value: .number(.integer(Int64(number))), text: "\(number)") }
        static func text(_ text: String?) -> Cell { text.map { .text($0) } ?? Cell(value: .null, text: "") }
    }

    let columns: [String]
    private(set) var rows: [[Cell]] = []

    init(_ columns: String...) {
        self.columns = columns
    }

    mutating func add(_ cells: Cell...) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells)
    }

    /// Columns side by side, as wide as they need to be, the last one as long as it is.
    var table: String {
        let lines = [columns.map { $0.uppercased() }] + rows.map { $0.map(\.text) }
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let padded = zip(line, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }
            var joined = padded.joined(separator: "  ")
            while joined.last == " " { joined.removeLast() }
            return joined
        }.joined(separator: "\n")
    }

    var json: String {
        let objects = rows.map { row in
            JSONValue.object(JSONObject(zip(columns, row).map { ($0, $1.value) }))
        }
        return String(decoding: JSONValue.array(objects).bytes, as: UTF8.self)
    }

    /// Either, and for people a line of its own where there is nothing.
    func text(asJSON: Bool, ifEmpty nothing: String) -> String {
        asJSON ? json : rows.isEmpty ? nothing : table
    }
}
