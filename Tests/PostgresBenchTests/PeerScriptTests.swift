import Postgres
import Testing

@testable import postgres_bench

@Suite("What pgbench runs") struct PeerScriptTests {
    @Test("every parameter has a variable, which is drawn or given", arguments: [Workload.create, .read])
    func variables(workload: Workload) throws {
        let text = try PeerScript(for: workload, pipelined: false).text
        let drawn = text.split(separator: "\n").filter { $0.hasPrefix("\\set ") }.map { $0.split(separator: " ")[1] }
        let known = Set(drawn.map(String.init)).union(PeerScript.constants.keys).union([
            "base", "bookings", "client_id",
        ])
        let used = Set(text.replacing("::", with: " ").matches(of: /:([a-z_]+)/).map { String($0.output.1) })
        #expect(used.subtracting(known).isEmpty)
        #expect(!text.contains("$"))
    }

    @Test("names that do not fit the parameters are refused")
    func names() {
        for names in BookingCreation.peerNames {
            #expect(!names.isEmpty)
        }
        let counts = BookingCreation.statements(NewBooking(number: 1)).map(\.parameterCount)
        #expect(counts == BookingCreation.peerNames.map(\.count))
    }

    @Test("its statements are ours, but for the names of the parameters")
    func statements() throws {
        let text = try PeerScript(for: .create, pipelined: true).text
        #expect(BookingCreation.statements(NewBooking(number: 1)).count == BookingCreation.tables.count)
        for (statement, table) in zip(BookingCreation.statements(NewBooking(number: 1)), BookingCreation.tables) {
            #expect(statement.text.hasPrefix("INSERT INTO \(table) "))
            #expect(text.contains(statement.text.prefix { $0 != "$" }))
        }
        #expect(text.contains("\\startpipeline"))
        #expect(!text.contains("BEGIN"))
    }

    @Test("two numbers never want one venue at one time, and an envelope has about 1.2 kilobytes")
    func conflicts() {
        let wants = (1...10_000).map { number in
            let booking = NewBooking(number: number)
            return [booking.venue, booking.start]
        }
        #expect(Set(wants).count == wants.count)
        #expect((1_100...1_300).contains(BookingText.shared.envelope.utf8.count))
    }
}

@Suite("Latencies") struct LatencyTests {
    @Test("a quantile is a value that was measured")
    func quantiles() {
        var latencies = Latencies()
        #expect(latencies.quantile(0.5) == 0)
        for value in [5, 1, 3, 2, 4] { latencies.add(.microseconds(value)) }
        #expect(latencies.quantile(0.5) == 3)
        #expect(latencies.quantile(0.99) == 5)
        #expect(latencies.quantile(0) == 1)
        #expect(latencies.quantile(1) == 5)
    }
}
