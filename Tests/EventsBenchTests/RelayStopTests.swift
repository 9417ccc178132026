import EventLoop
import LocalPostgres
import Migrations
import Observability
import PostgresTestKit
import ServiceRuntime
import TestKit
import Testing

@testable import events_bench

/// Real processes: two relays, a writer, a consumer and a broker. `events-bench crash` does the same for half a minute
/// each, beside kills.
@Suite("Relays that are stopped", .serialized)
struct RelayStopTests {
    @Test(
        "a stopped relay keeps its lock while its session lives; then another takes over, and nothing is lost or reordered"
    )
    func stopped() async throws {
        let evidence = try await evidence(plant: nil)
        #expect(Checker.violations(in: evidence) == [])
        #expect(Checker.invalidity(of: evidence) == nil)
        #expect(Set(evidence.deleters).count > 1, "somebody has taken over")
    }

    @Test("two relays that work without a lock are found out")
    func withoutLock() async throws {
        let evidence = try await evidence(plant: "no-lock")
        let isFound = Checker.violations(in: evidence).contains {
            if case .severalDeleters = $0 { true } else { false }
        }
        #expect(isFound)
    }

    private func evidence(plant: String?) async throws -> Evidence {
        try await withLoop { loop in
            let site = try await BenchSite(durability: .fast, root: ServiceTestDatabase.checkout.root, on: loop)
            let blocking = try BlockingThread(name: "checker")
            let output = try LogOutput(
                service: "checker", level: .error, clock: SystemWallClock(), descriptor: SystemLogDescriptor(2))
            let result: Result<Evidence, any Error>
            do {
                let (_, evidence) = try await site.withRun { run in
                    try await CrashRound(
                        run: run, plant: plant,
                        collection: EvidenceCollection(run: run, blocking: blocking, logger: Logger(output)),
                        stop: .seconds(2), isKilling: false
                    ).carryOut()
                }
                result = .success(evidence)
            } catch {
                result = .failure(error)
            }
            await Task.detached { blocking.stop() }.value
            output.close()
            await site.close()
            return try result.get()
        }
    }
}
