import Testing

@testable import rishi_bench

@Suite("wrk's report")
struct LoadResultTests {
    static let good = """
        Running 5s test @ http://127.0.0.1:4711/
          1 threads and 64 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   392.18us  201.23us   6.69ms   93.11%
            Req/Sec   160.83k     6.58k  171.02k    66.00%
          Latency Distribution
             50%  366.50us
             75%  421.00us
             90%  500.00us
             99%    1.25ms
          800123 requests in 5.10s, 140.40MB read
        Requests/sec: 159744.62
        Transfer/sec:     27.97MB
        """

    @Test("requests, rate and latencies are read in one unit")
    func report() throws {
        let result = try #require(LoadResult(wrkReport: Self.good))
        #expect(result.requests == 800_123)
        #expect(result.requestsPerSecond == 159_744.62)
        #expect(result.p50 == 366.5)
        #expect(result.p99 == 1250)
        #expect(result.fault == nil)
    }

    @Test(
        "latencies of every size are microseconds",
        arguments: [("12.00us", 12.0), ("3.50ms", 3500), ("1.25s", 1_250_000), ("2.00m", 120_000_000)])
    func units(text: String, expected: Double) throws {
        let report = Self.good.replacing("1.25ms", with: text)
        #expect(try #require(LoadResult(wrkReport: report)).p99 == expected)
    }

    @Test("wrong answers and broken sockets are faults, both if there are both")
    func faults() throws {
        let socket = "  Socket errors: connect 0, read 12, write 0, timeout 1"
        let status = "  Non-2xx or 3xx responses: 7"
        #expect(try #require(LoadResult(wrkReport: Self.good + "\n" + status)).fault?.hasSuffix("7") == true)
        let both = try #require(LoadResult(wrkReport: Self.good + "\n" + socket + "\n" + status))
        #expect(both.fault == "\(socket.dropFirst(2)); \(status.dropFirst(2))")
    }

    @Test("what is no report is none", arguments: ["", "unable to connect to 127.0.0.1:1 Connection refused"])
    func nothing(text: String) {
        #expect(LoadResult(wrkReport: text) == nil)
    }
}
