// LocalPlatform: the whole platform on one machine.
//
// Purpose: one command and everything runs: a private PostgreSQL whose data are kept, a local broker, the services, the
// gateway. Model: what will run is decided first, as data (PlatformPlan); ports, programs and the checkout's lock are
// looked at before anything is started. Then everything is started at once, and each process as soon as what it needs
// is there: a service waits for its own database and for the broker, the gateway for nobody. One loop on the main
// thread watches all of it; a process that dies is reported with its last lines and started again, a little later each
// time. Whoever begins when everything is ready is handed a `RunningPlatform`: the command prints what to do next.
// Secrets are made once, under `.run/secrets`; logs are `.run/logs/NAME.log`, and `.log.1` those of the run before.
// Failure: what cannot work is told and everything that was started is ended again, in order: the gateway, the services,
// the broker, PostgreSQL, each with its time to finish. When this process is killed the kernel kills its children with
// it (SpawnedProcess), and the keeper of the data lets PostgreSQL write down what it has (PostgresServer+Kept). A broker
// that dies has lost its topics: it is started again, and the services with its new address. What was on the topics and
// had not been consumed is then on none; the events stand in the event stores of those who published them.
// Not here: another machine, a certificate, a second instance of anything. For those there are images.

public import EventLoop
import Foundation
import LocalPostgres
import Migrations
import PlatformProtocol
import ServiceRuntime

/// The platform of one checkout, running.
// Safety: everything that changes is used on the loop's thread only.
public final class Platform: @unchecked Sendable {
    let options: PlatformOptions
    let plan: PlatformPlan
    let secrets: SecretStore
    let loop: Loop
    let say: @Sendable (String) -> Void
    /// Opened when everything is to end.
    let stop = Latch()
    var postgres: PostgresServer?
    /// Where the databases are, for those who bring their own names and passwords.
    var databaseServer: String?
    /// Where the brokers are.
    var bootstrapServers: String?
    var isShuttingDown = false
    private(set) var services: [(process: PlatformProcess, kept: KeptProcess)] = []
    private(set) var broker: KeptProcess?
    private(set) var failure: LocalPlatformError?
    let databaseReady: [ServiceDatabase: Latch]
    /// Opened when the server runs and each database is migrated, whether a program here uses it or not.
    let allDatabasesReady = Latch()
    private let brokerReady = Latch()

    /// Makes keys and secrets that are missing, and throws what stands in the way of a start. Must be called on `loop`.
    public init(_ options: PlatformOptions, on loop: Loop, say: @escaping @Sendable (String) -> Void) throws {
        try options.folder.make()
        secrets = SecretStore(folder: options.folder.secrets)
        plan = try PlatformPlan(options, secrets)
        let taken = try PortCheck.taken(plan.ports, on: loop)
        guard taken.isEmpty else { throw LocalPlatformError.portsTaken(taken) }
        self.options = options
        self.loop = loop
        self.say = say
        databaseReady = Dictionary(uniqueKeysWithValues: plan.databases.map { ($0, Latch()) })
        bootstrapServers = options.brokers
        if bootstrapServers == nil { broker = makeBroker() } else { brokerReady.open() }
        services = plan.processes.map { ($0, makeProcess($0)) }
    }

    /// Runs everything until `requestStop`. `whenReady` is called once, when every process was ready.
    public func run(whenReady: @escaping @Sendable (RunningPlatform) async throws -> Void) async throws {
        for service in plan.leftOut { say("\(service.rawValue) is left out: it has no program in this checkout") }
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: loop) { [self] in await provideDatabases() }
            if let broker { group.addTask(executorPreference: loop) { await broker.keep() } }
            for (process, kept) in services {
                group.addTask(executorPreference: loop) { [self] in await keep(process, kept) }
            }
            group.addTask(executorPreference: loop) { [self] in await reportReady(whenReady) }
            await stop.wait()
            await shutDown()
            group.cancelAll()
        }
        if let failure { throw failure }
    }

    /// Asks everything to end. May be called from anywhere.
    public func requestStop() {
        stop.open()
    }

    /// The numbers of the processes that run at the moment, by name.
    public var processes: [String: Int32] {
        Dictionary(
            uniqueKeysWithValues: services.compactMap { entry in entry.kept.pid.map { (entry.process.name, $0) } })
    }

    var running: RunningPlatform {
        RunningPlatform(
            gateway: plan.gateway, operatorsURL: "http://\(plan.operators)",
            services: Set(plan.processes.map(\.service)), folder: options.folder)
    }

    /// Ends everything because of this.
    func fail(_ error: LocalPlatformError) {
        if failure == nil, !isShuttingDown { failure = error }
        stop.open()
    }

    private func keep(_ process: PlatformProcess, _ kept: KeptProcess) async {
        if let database = process.database { await databaseReady[database]?.wait() }
        if process.usesBroker { await brokerReady.wait() }
        guard !stop.isOpen, !Task.isCancelled else { return }
        await kept.keep()
    }

    private func reportReady(_ whenReady: @Sendable (RunningPlatform) async throws -> Void) async {
        let everybody = services.map(\.kept) + [broker].compactMap(\.self)
        do {
            try await withDeadline(.now + LocalPlatformLimits.startMax, on: loop) { [allDatabasesReady] in
                await allDatabasesReady.wait()
                for kept in everybody { await kept.wasReady.wait() }
                try Task.checkCancellation()
            }
            await waitForHearing()
            guard !stop.isOpen else { return }
            try await whenReady(running)
        } catch is DeadlineExceeded {
            let databases = allDatabasesReady.isOpen ? [] : ["the databases"]
            fail(.notReady(databases + everybody.filter { !$0.wasReady.isOpen }.map(\.name)))
        } catch let error as LocalPlatformError {
            fail(error)
        } catch {
            fail(.hopeless("what follows the start", why: "\(error)"))
        }
    }

    /// Ready is who takes requests; what one does with them shows at the others only when they hear of it.
    private func waitForHearing() async {
        let limit = MonotonicTime.now + LocalPlatformLimits.hearingMax
        for process in plan.processes where process.usesBroker {
            let probe = HealthProbe(process.health)
            while await !probe.hears(on: loop, until: .now + HealthProbe.answerMax), !stop.isOpen, !Task.isCancelled {
                guard MonotonicTime.now < limit else {
                    say("\(process.name) does not hear what the others tell, yet")
                    break
                }
                // Cancelled, nobody waits any more, and the loop's condition sees that.
                try? await loop.sleep(for: LocalPlatformLimits.readinessPause)
            }
        }
    }

    /// In order, so that nobody is left with a request it cannot finish.
    private func shutDown() async {
        isShuttingDown = true
        say("stopping")
        await stopAll { $0.service == .gateway }
        await stopAll { $0.service != .gateway }
        await broker?.stop()
        await postgres?.close()
        postgres = nil
        say("stopped")
    }

    private func stopAll(_ isMeant: (PlatformProcess) -> Bool) async {
        await withDiscardingTaskGroup { group in
            for (process, kept) in services where isMeant(process) {
                group.addTask(executorPreference: loop) { await kept.stop() }
            }
        }
    }

    // MARK: What runs

    private func makeProcess(_ process: PlatformProcess) -> KeptProcess {
        let probe = HealthProbe(process.health)
        let log = options.folder.log(of: process.name)
        let kept = KeptProcess(
            process.name, log: log, on: loop, pace: RestartPace(options.restartDelays), say: say,
            launch: { [self] in
                SpawnedProcess.Launch(
                    "\(options.programs)/\(process.name)", environment: environment(of: process), output: log)
            },
            isReady: { [loop] in await probe.isReady(on: loop, until: .now + HealthProbe.answerMax) })
        kept.onHopeless = { [unowned self] error in fail(error) }
        return kept
    }

    private func environment(of process: PlatformProcess) -> [String: String] {
        var environment = options.environment(with: process.settings)
        if process.database != nil { environment["RISHI_DATABASE_SERVER"] = databaseServer }
        if process.usesBroker { environment["KAFKA_BOOTSTRAP_SERVERS"] = bootstrapServers }
        // A real broker answers as soon as there is something; ours answers when the wait is over.
        if process.usesBroker, broker != nil, options.given(Self.fetchWait) == nil {
            environment[Self.fetchWait] = "20ms"
        }
        return environment
    }

    private static let fetchWait = "KAFKA_FETCH_WAIT_MAX"

    private func makeBroker() -> KeptProcess {
        let (address, log) = (options.folder.brokerAddress, options.folder.log(of: PlatformPlan.broker))
        let broker = KeptProcess(
            PlatformPlan.broker, log: log, on: loop, say: say,
            launch: { [options] in
                // The address of a broker that was killed would be taken for the new one's.
                try? FileManager.default.removeItem(atPath: address)
                return SpawnedProcess.Launch(
                    "\(options.programs)/\(PlatformPlan.broker)", ["--address-file", address],
                    environment: options.inherited, output: log)
            }, isReady: { FileManager.default.fileExists(atPath: address) })
        broker.onReady = { [unowned self] in await brokerIsReady(at: address) }
        broker.onHopeless = { [unowned self] error in fail(error) }
        return broker
    }

    private func brokerIsReady(at path: String) async {
        // It was there a moment ago; a broker that died since then is started again anyway.
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        let isNew = bootstrapServers == nil
        bootstrapServers = text.trimmingCharacters(in: .whitespacesAndNewlines)
        writeEnvironment()
        brokerReady.open()
        guard !isNew else { return }
        say(
            """
            local-broker came back empty at another address, and the services are started again with it. Events that were \
            published and not yet consumed are on no topic any more: they stand in the event stores of their publishers.
            """)
        await withDiscardingTaskGroup { group in
            for (process, kept) in services where process.usesBroker {
                group.addTask(executorPreference: loop) { await kept.restart() }
            }
        }
    }
}
