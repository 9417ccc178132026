import Testing

@testable import rishi_bench

@Suite("pgbench's report") struct PgbenchReportTests {
    private static let good = """
        pgbench (15.20)
        transaction type: create.sql
        number of transactions actually processed: 3280
        number of failed transactions: 0 (0.000%)
        latency average = 0.914 ms
        initial connection time = 3.5 ms
        tps = 1094.102487 (without initial connection time)
        """

    @Test("transactions and their rate are read")
    func report() throws {
        let report = try #require(PgbenchReport(Self.good))
        #expect(report.transactions == 3280)
        #expect(report.transactionsPerSecond == 1094.102487)
        #expect(report.fault == nil)
    }

    @Test("failed transactions and aborted clients are faults")
    func faults() throws {
        let failed = Self.good.replacing("transactions: 0 (0.000%)", with: "transactions: 7 (0.2%)")
        #expect(try #require(PgbenchReport(failed)).fault == "7 transactions failed")
        let aborted = "pgbench: error: client 3 script 0 aborted in command 8\n" + Self.good
        #expect(try #require(PgbenchReport(aborted)).fault?.contains("client 3") == true)
    }

    @Test("what is no report is none", arguments: ["", "pgbench: error: connection to server failed"])
    func nothing(text: String) {
        #expect(PgbenchReport(text) == nil)
    }

    @Test("a quantile is the smallest value that the share does not exceed")
    func quantile() {
        #expect([Double]().quantile(0.5) == nil)
        #expect([3.0, 1, 2].quantile(0.5) == 2)
        #expect([3.0, 1, 2].quantile(0.99) == 3)
        #expect([3.0, 1, 2].quantile(0) == 1)
    }
}
