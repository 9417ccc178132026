import Foundation
import Testing

@testable import rishi_bench

@Suite("Rows of the booking bench")
struct BookingRowsTests {
    private func rows(resident: Double) throws -> [String: BenchRow] {
        let throughput = #"{"perSecond":500,"latency":{"p50":1,"p99":2,"worst":3},"processor":{"gateway":40}}"#
        let text = """
            {"up":9,"ready":{"gateway":0.1,"local-broker":3},"residentIdle":{"gateway":\(resident)},
            "residentAfter":{"gateway":31},"compliance":{"p50":20,"p99":40,"worst":50},"creates":\(throughput),
            "reads":\(throughput)}
            """
        let figures = try JSONDecoder().decode(BookingBench.Figures.self, from: Data(text.utf8))
        let rows = BookingBench.rows([figures], [.create: [1_000], .read: [5_000]])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.metric, $0) })
    }

    @Test("a process that is as large as the bar meets it, a larger one misses it")
    func memory() throws {
        #expect(try rows(resident: 30)["resident_gateway"]?.isMet == true)
        #expect(try rows(resident: 30.1)["resident_gateway"]?.isMet == false)
    }

    @Test("what is made and read a second stands beside the store's; what a process has no figure for has no row")
    func ratios() throws {
        let rows = try rows(resident: 20)
        #expect(rows["create"]?.ratio == 0.5 && rows["read"]?.ratio == 0.1)
        #expect(rows["create_cpu_gateway"]?.ours == 40)
        #expect(rows["ready_local-broker"]?.ours == 3 && rows["resident_local-broker"] == nil)
    }
}
