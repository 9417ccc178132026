import EventLoop
import GatewayCore
import Glibc
import Observability
import ServiceRuntime

@main
struct Main {
    static func main() throws {
        ProcessSignals.block()
        let loaded = StartDecision<GatewayConfiguration>(program: "gateway", version: "1.0.0").settingsOrExit()
        exit(try Loop.runMain { loop in try await run(loaded, on: loop) })
    }

    private static func run(_ loaded: LoadedConfiguration<GatewayConfiguration>, on loop: Loop) async throws -> Int32 {
        let clock = SystemWallClock()
        let output = try LogOutput(service: "gateway", level: loaded.value.logLevel, clock: clock)
        let logger = Logger(output)
        for warning in loaded.warnings { logger.warning("unknown setting") { $0.add(.setting, warning.name) } }
        let registry = MetricsRegistry()
        ProcessMetrics.declare(in: registry, startedAt: clock.now)
        output.declareMetrics(in: registry)
        let gateway = try GatewayService(loaded.value, logger: logger, registry: registry, clock: clock)
        let group = ServiceGroup(
            [ServiceEntry(try gateway.operators()), ServiceEntry(gateway, stopMax: gateway.stopMax)],
            signals: ProcessSignals(on: loop), logger: logger,
            graceMax: gateway.stopMax + LifecycleLimits.stopMax, hooks: .process(gateway.board, output))
        let outcome = await group.run()
        output.close()
        return outcome.exitCode
    }
}
