// ServiceHost: the process around each of the six services.
//
// Purpose: a service says what it answers, tells, hears and repeats (`PlatformService`); everything else is the same for
// all and is here: settings, identity, database pools, outbox relay, consumer, jobs, health, metrics, the orderly end.
//
// Model: requests are answered on loops of their own, each with its own connections. The main thread's loop has the
// rest: relay, consumer, jobs and checks, so that a burst of events slows no request and the other way round.
//
//     http loops: endpoint ─▶ router ─▶ routes ─▶ pool "requests"
//     main loop:  relay (its own connection), consumer and jobs ─▶ pools "events", "system"
//
// Order: pools, relay, consumer, jobs, the service's own parts, HTTP; the end is the reverse, so that requests finish
// while their events can still be sent.
//
// Failure: everything that can be wrong with settings is told at once and nothing starts. A database or a broker that is
// away at the start is waited for: the process lives, and is not ready (database) or degraded (broker).
//
// Not here: restarting parts. A process that loses one ends, and is started again from its durable state.

import Crypto
import EventLoop
import Glibc
import HTTPServer
import Identifiers
import Identity
import KafkaClient
import Messaging
import Observability
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceRuntime
import TimeZones

/// Runs services.
public enum ServiceProgram {
    /// The whole program: reads arguments and environment, runs the service until it is told to stop, and ends the
    /// process.
    public static func main<Running: PlatformService>(_ type: Running.Type) throws -> Never {
        ProcessSignals.block()
        // Rules judge by local days: a program that knows no zones would judge wrongly, and says so instead.
        precondition(NamedTimeZones.areLinked, "a program that is linked statically has its time zones")
        let version = ServiceDescriptor.of(Running.name).version
        let loaded = StartDecision<Running.Settings>(program: Running.name.rawValue, version: version).settingsOrExit()
        exit(try Loop.runMain { loop in try await run(type, loaded, on: loop) })
    }

    private static func run<Running: PlatformService>(
        _ type: Running.Type, _ loaded: LoadedConfiguration<Running.Settings>, on loop: Loop
    ) async throws -> Int32 {
        let clock = SystemWallClock()
        let output = try LogOutput(service: Running.name.rawValue, level: loaded.value.platform.logLevel, clock: clock)
        let logger = Logger(output)
        for warning in loaded.warnings { logger.warning("unknown setting") { $0.add(.setting, warning.name) } }
        let blocking = try BlockingThread()
        let process: HostedProcess<Running>
        do {
            process = try HostedProcess(loaded.value, output, clock: clock, on: loop, blocking: blocking)
        } catch {
            logger.error("service cannot start", error)
            output.close()
            return 78
        }
        let group = ServiceGroup(
            process.entries, signals: ProcessSignals(on: loop), logger: logger, graceMax: process.graceMax,
            hooks: .process(process.board, output))
        let outcome = await group.run()
        output.close()
        return outcome.exitCode
    }
}
