import EventLoop
import ServiceRuntime

/// A process that is started again whenever it dies, until it is stopped. What happens to it is told in lines.
// Safety: everything that changes is used on the loop's thread only.
final class KeptProcess: @unchecked Sendable {
    let name: String
    /// Opened when it was ready for the first time.
    let wasReady = Latch()
    /// Called each time that it is ready.
    var onReady: @Sendable () async -> Void = {}
    /// Called when there is no use in starting it again.
    var onHopeless: @Sendable (LocalPlatformError) -> Void = { _ in }

    private let loop: Loop
    private let log: LogFile
    private let launch: @Sendable () throws -> SpawnedProcess.Launch
    private let isReady: @Sendable () async -> Bool
    private let say: @Sendable (String) -> Void
    private var child: SpawnedProcess?
    private var isStopping = false
    private var isRestarting = false
    private var pace: RestartPace

    /// `launch` is asked at each start, so that what has changed meanwhile is told.
    init(
        _ name: String, log: String, on loop: Loop, pace: RestartPace = RestartPace(),
        say: @escaping @Sendable (String) -> Void,
        launch: @escaping @Sendable () throws -> SpawnedProcess.Launch, isReady: @escaping @Sendable () async -> Bool
    ) {
        self.name = name
        self.log = LogFile(path: log)
        self.loop = loop
        self.pace = pace
        self.say = say
        self.launch = launch
        self.isReady = isReady
    }

    /// Runs it until `stop`, or until the task is cancelled.
    func keep() async {
        loop.checkIsolated()
        log.rotate()
        while !isStopping, !Task.isCancelled {
            let start = MonotonicTime.now
            do {
                log.rotateIfLong()
                let child = try SpawnedProcess(try launch(), on: loop)
                self.child = child
                await life(of: child, since: start)
            } catch {
                say("\(name) cannot be started: \(error)")
            }
            guard !isStopping, !Task.isCancelled else { return }
            if isRestarting {
                isRestarting = false
                continue
            }
            await pause(afterLife: MonotonicTime.now - start)
        }
    }

    /// Asks it to end, kills it when it takes longer than `limit`, and returns when it has ended for good.
    func stop(within limit: Duration = LocalPlatformLimits.drainMax) async {
        isStopping = true
        await end(within: limit)
    }

    /// Ends it, to be started again at once.
    func restart() async {
        guard let child, child.end == nil else { return }
        isRestarting = true
        await end(within: LocalPlatformLimits.drainMax)
    }

    /// The process of the moment.
    var pid: Int32? { child.flatMap { $0.end == nil ? $0.pid : nil } }

    private func end(within limit: Duration) async {
        guard let child, child.end == nil else { return }
        child.signal(15)
        // Whether it ended in time is asked of the child itself.
        _ = try? await withDeadline(.now + limit, on: loop) { await child.ended() }
        guard child.end == nil else { return }
        say("\(name) did not end within \(limit.components.seconds) s and is killed")
        child.signal(9)
        _ = await child.ended()
    }

    private func life(of child: SpawnedProcess, since start: MonotonicTime) async {
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: loop) { [self] in await announce(since: start) }
            _ = await child.ended()
            group.cancelAll()
        }
        guard let end = child.end else {
            // The task was cancelled: nobody waits for it any more, and so it goes.
            child.signal(9)
            return
        }
        guard !isStopping, !isRestarting else { return }
        let lines = log.lastLines()
        if !wasReady.isOpen, case .exited(let status) = end, Self.hopelessStatuses.contains(status) {
            isStopping = true
            return onHopeless(.hopeless(name, why: lines))
        }
        say("\(name) \(end)" + (lines.isEmpty ? "" : "; its last lines:\n\(lines)"))
    }

    /// Wrong use and wrong settings (sysexits.h): neither changes by itself.
    private static let hopelessStatuses: Set<Int32> = [64, 78]

    private func announce(since start: MonotonicTime) async {
        while await !isReady() {
            do {
                try await loop.sleep(for: LocalPlatformLimits.readinessPause)
            } catch {
                return
            }
        }
        guard !Task.isCancelled, !isStopping else { return }
        say("\(name) ready \(seconds(MonotonicTime.now - start))")
        await onReady()
        wasReady.open()
    }

    private func pause(afterLife life: Duration) async {
        let delay = pace.delay(afterLife: life)
        say("\(name) is started again in \(seconds(delay, sign: ""))")
        try? await loop.sleep(for: delay)  // Cancelled, it is not started again.
    }
}

/// `in 0.21 s`, for people.
func seconds(_ duration: Duration, sign: String = "in ") -> String {
    let hundredths = Int((Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18) * 100)
    let fraction = hundredths % 100
    return "\(sign)\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
}
