import HTTPWire
import TestKit
import Testing

@testable import HTTPServer

@Suite("Which operation a request means")
struct TemplateTableTests {
    static let operations: [(method: HTTPMethod, template: String)] = [
        (.get, "/api/v1/bookings"), (.post, "/api/v1/bookings"), (.get, "/api/v1/bookings/{id}"),
        (.put, "/api/v1/bookings/{id}"), (.get, "/api/v1/bookings/statistics"),
        (.get, "/api/v1/bookings/reference/{reference}"), (.post, "/api/v1/bookings/{id}/{action}"),
        (.get, "/api/v1/bookings/{id}/history"), (.delete, "/api/v1/kits/{id}"),
        (.get, "/api/v1/staff/roster/{week}"),
    ]

    let table: TemplateTable

    init() throws {
        table = try TemplateTable(Self.operations)
    }

    private func describe(_ method: HTTPMethod, _ path: String) -> String {
        let bytes = Array(path.utf8)
        switch table.lookup(method, bytes.span) {
        case .unknown: return "unknown"
        case .methodNotAllowed(let methods):
            var allow: [UInt8] = []
            methods.appendAllow(to: &allow)
            return String(decoding: allow, as: UTF8.self)
        case .found(let match):
            let parameters = (0..<match.parameters.count).map {
                String(decoding: bytes[match.parameters[$0]], as: UTF8.self)
            }
            return (["\(match.operation)"] + parameters).joined(separator: " ")
        }
    }

    static let table: [(HTTPMethod, String, String)] = [
        (.get, "/api/v1/bookings", "0"),
        (.head, "/api/v1/bookings", "0"),
        (.post, "/api/v1/bookings", "1"),
        (.get, "/api/v1/bookings/17", "2 17"),
        (.put, "/api/v1/bookings/17", "3 17"),
        (.get, "/api/v1/bookings/statistics", "4"),
        (.get, "/api/v1/bookings/statisticsx", "2 statisticsx"),
        (.get, "/api/v1/bookings/reference/R-1", "5 R-1"),
        (.get, "/api/v1/bookings/reference", "2 reference"),
        (.get, "/api/v1/bookings/17/history", "7 17"),
        (.post, "/api/v1/bookings/17/cancel", "6 17 cancel"),
        (.get, "/api/v1/bookings/reference/history", "5 history"),
        (.get, "/api/v1/staff/roster/2026-W03", "9 2026-W03"),
        (.delete, "/api/v1/bookings", "GET, HEAD, POST, OPTIONS"),
        (.options, "/api/v1/bookings", "GET, HEAD, POST, OPTIONS"),
        (.put, "/api/v1/bookings/statistics", "GET, HEAD, OPTIONS"),
        (.get, "/api/v1/kits/9", "DELETE, OPTIONS"),
        (.head, "/api/v1/kits/9", "DELETE, OPTIONS"),
        (.trace, "/api/v1/bookings", "GET, HEAD, POST, OPTIONS"),
        (.get, "/api/v1/bookings/", "unknown"),
        (.get, "/api/v1/bookings//history", "unknown"),
        (.get, "/api/v1/bookings/17/", "unknown"),
        (.get, "/api/v1/bookings/17/history/1", "unknown"),
        (.get, "/api/v1/staff", "unknown"),
        (.get, "/api/v1/staff/roster", "unknown"),
        (.get, "/api/v1", "unknown"),
        (.get, "/", "unknown"),
        (.get, "", "unknown"),
        (.get, "/API/v1/bookings", "unknown"),
    ]

    @Test("method and path find one operation, or are refused", arguments: table)
    func lookups(method: HTTPMethod, path: String, expected: String) {
        #expect(describe(method, path) == expected)
    }

    @Test("a literal branch that ends without a match gives way to the parameter")
    func backtracking() {
        // POST /bookings/statistics/cancel: "statistics" is a literal without children, so it is an {id}.
        #expect(describe(.post, "/api/v1/bookings/statistics/cancel") == "6 statistics cancel")
        #expect(describe(.get, "/api/v1/bookings/statistics/history") == "7 statistics")
        #expect(describe(.get, "/api/v1/bookings/statistics/other") == "POST, OPTIONS")
    }

    @Test("every fault of a list is told at once")
    func faults() {
        let operations: [(method: HTTPMethod, template: String)] = [
            (.get, "/a/{x}"), (.get, "/a/{y}"), (.head, "/a"), (.options, "/a"), (.trace, "/a"), (.connect, "/a"),
            (.get, "a"), (.post, "/a/{x}"),
        ]
        #expect(
            throws: TemplateTable.Faults(all: [
                TemplateTable.Fault(operation: 1, kind: .duplicated(of: 0)),
                TemplateTable.Fault(operation: 2, kind: .methodReserved),
                TemplateTable.Fault(operation: 3, kind: .methodReserved),
                TemplateTable.Fault(operation: 4, kind: .methodReserved),
                TemplateTable.Fault(operation: 5, kind: .methodReserved),
                TemplateTable.Fault(operation: 6, kind: .templateMalformed(.slashMissing)),
            ])
        ) { try TemplateTable(operations) }
    }

    @Test("4096 operations are accepted, 4097 are not")
    func numberOfOperations() throws {
        func operations(_ count: Int) -> [(method: HTTPMethod, template: String)] {
            (0..<count).map { (.get, "/o\($0 / 64)/p\($0 % 64)") }
        }
        _ = try TemplateTable(operations(4096))
        #expect(
            throws: TemplateTable.Faults(all: [TemplateTable.Fault(operation: 4096, kind: .operationsTooMany)])
        ) { try TemplateTable(operations(4097)) }
    }

    @Test("random templates are found as a plain comparison of segments finds them", arguments: [1, 2, 3] as [UInt64])
    func againstComparison(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let words = ["a", "b", "bookings", "bookingsx", "longer-than-eight", "longer-than-eighty", "{p}"]
        var templates: Set<String> = []
        while templates.count < 60 {
            let depth = 1 + Int(random.below(4))
            templates.insert((0..<depth).map { _ in "/" + words[Int(random.below(7))] }.joined())
        }
        let list = templates.sorted()
        let table = try TemplateTable(list.map { (.get, $0) })
        for step in 0..<3000 {
            let depth = 1 + Int(random.below(4))
            let segments = (0..<depth).map { _ in random.below(5) == 0 ? "other" : words[Int(random.below(6))] }
            let fitting = list.filter { template in
                let parts = template.split(separator: "/").map(String.init)
                return parts.count == segments.count && zip(parts, segments).allSatisfy { $0 == "{p}" || $0 == $1 }
            }
            // Literal beats parameter, the earliest segment deciding.
            let best = fitting.min { left, right in
                for (a, b) in zip(left.split(separator: "/"), right.split(separator: "/")) where a != b {
                    return b == "{p}"
                }
                return false
            }
            var found: String?
            if case .found(let match) = table.lookup(.get, Array(("/" + segments.joined(separator: "/")).utf8).span) {
                found = list[match.operation]
            }
            #expect(found == best, "seed \(seed), step \(step): \(segments)")
        }
    }
}
