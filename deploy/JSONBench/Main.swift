// Measures our codec beside Foundation's.
//
// Model: the same document, the same types, both codecs in turns in one process (Measurement.swift). Both are first
// seen to read and write it without loss: a fast wrong answer is no result. Failure: a codec that throws ends the
// program, a missed bar is exit status 1. Not here: memory, documents of other shapes, other languages.

import Foundation
import JSON

/// Measures our codec beside Foundation's on the same document. Prints a table, or with `--json` one object; the
/// exit status is 1 when a bar is missed.
@main
struct Main {
    static let document = """
        {"id":"0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e","organizationId":"0197a3f0-0000-7d3a-9b11-2f4e6a8c0d1e",\
        "version":7,"reference":"BK-2026-000123","status":"confirmed","priority":"high","eventType":"product_demo",\
        "title":"Spring launch at the riverside hall","notes":"Bring the \\"blue\\" kit; doors at nine.","guests":120,\
        "isOutdoor":false,"needsApproval":true,"estimatedCost":1250.50,"taxRate":0.0875,"currency":"USD",\
        "startDateTime":"2026-03-31T17:00:00.000Z","endDateTime":"2026-03-31T21:30:00.000Z",\
        "createdAt":"2026-02-01T09:15:27.500Z","updatedAt":"2026-02-03T11:45:02.250Z",\
        "client":{"id":"0197a3f0-1111-7d3a-9b11-2f4e6a8c0d1e","name":"Ana Pereira","email":"ana@example.com"},\
        "venue":{"id":"0197a3f0-2222-7d3a-9b11-2f4e6a8c0d1e","name":"Riverside Hall","city":"Portland","state":"OR",\
        "latitude":45.523064,"longitude":-122.676483},\
        "crew":[{"staffId":"0197a3f0-3333-7d3a-9b11-2f4e6a8c0d1e","role":"lead","hours":6},\
        {"staffId":"0197a3f0-4444-7d3a-9b11-2f4e6a8c0d1e","role":"driver","hours":4}],\
        "kits":["0197a3f0-5555-7d3a-9b11-2f4e6a8c0d1e"],"tags":["launch","spring"],"travelMinutes":35,"attempts":1,\
        "idempotencyKey":"c0ffee-42","source":"portal"}
        """

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let rows = try measurements().map { try $0.run(rounds: 21, calls: 500) }
        if arguments.contains("--json") { printObject(rows) } else { printTable(rows) }
        if rows.contains(where: { !$0.isMet }) { exit(1) }
    }

    private static func measurements() throws -> [Measurement] {
        let bytes = Array(document.utf8)
        let text = Data(bytes)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
        let ours = try OurBooking(json: bytes)
        let theirs = try decoder.decode(BenchBooking.self, from: text)
        guard ours.jsonBytes() == bytes else { throw Unequal() }
        guard try decoder.decode(BenchBooking.self, from: encoder.encode(theirs)) == theirs else { throw Unequal() }
        var buffer: [UInt8] = []
        return [
            Measurement(
                metric: "decode a booking of \(bytes.count) bytes", bar: 0.25,
                ours: { consume(try OurBooking.json.decode(bytes)) },
                theirs: { consume(try decoder.decode(BenchBooking.self, from: text)) }),
            Measurement(
                metric: "encode a booking of \(bytes.count) bytes", bar: 0.25,
                ours: {
                    buffer.removeAll(keepingCapacity: true)
                    OurBooking.json.encode(ours, into: &buffer)
                    consume(buffer.count)
                },
                theirs: { consume(try encoder.encode(theirs)) }),
            Measurement(
                metric: "read any document of \(bytes.count) bytes", bar: 0.5,
                ours: { consume(try JSONValue(parsing: bytes)) },
                theirs: { consume(try JSONSerialization.jsonObject(with: text)) }),
        ]
    }

    struct Unequal: Error {}

    /// Keeps the optimizer from dropping work whose result nobody looks at.
    @inline(never)
    private static func consume<Value>(_ value: Value) {}

    private static func printTable(_ rows: [Row]) {
        for row in rows {
            let line = String(
                format: "%8.2f µs  Foundation %8.2f µs  ratio %.3f  bar %.2f  %@", row.ours, row.theirs, row.ratio,
                row.bar, row.isMet ? "ok" : "MISSED")
            print(row.metric.padding(toLength: 36, withPad: " ", startingAt: 0), line)
        }
    }

    private static func printObject(_ rows: [Row]) {
        let result: JSONValue = [
            "bench": "json",
            "machine": .string("\(ProcessInfo.processInfo.activeProcessorCount) cores"),
            "rows": .array(
                rows.map { row in
                    [
                        "metric": .string(row.metric), "unit": "µs", "ours": number(row.ours), "peer": "Foundation",
                        "theirs": number(row.theirs), "ratio": number(row.ratio), "bar": number(row.bar),
                        "ok": .bool(row.isMet),
                    ]
                }),
        ]
        print(String(decoding: result.bytes, as: UTF8.self))
    }

    private static func number(_ value: Double) -> JSONValue {
        .number(JSONNumber(JSONDecimal(units: Int64((value * 1_000).rounded()), scale: 3)))
    }
}
