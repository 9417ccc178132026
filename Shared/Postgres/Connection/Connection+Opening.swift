import EventLoop

extension Connection {
    /// Connects without blocking: names are resolved on a thread of their own, the rest waits on the loop.
    static func open(
        _ settings: DatabaseSettings, on loop: Loop, limits: PostgresLimits, counters: SharedCounters, tasks: TaskSet,
        blocking: BlockingThread
    ) async throws(PostgresError) -> Connection {
        counters.value.connects += 1
        do throws(PostgresError) {
            let deadline = loop.now + limits.connectTimeout
            let options = try await settings.resolvedOptions(limits, on: blocking)
            guard let link = Link(options) else { throw .connectFailed(nil) }
            try await connect(link, on: loop, until: deadline)
            guard link.enterPipeline(), let descriptor = link.descriptor else { throw .connectFailed(nil) }
            do throws(SystemError) {
                return try Connection(
                    link, descriptor: descriptor, on: loop, limits: limits, counters: counters, tasks: tasks,
                    blocking: blocking)
            } catch {
                throw .connectFailed(nil)
            }
        } catch {
            counters.value.connectFailures += 1
            throw error
        }
    }

    /// Follows PQconnectPoll. The descriptor may be another one after each call, so each wait watches it anew.
    private static func connect(_ link: Link, on loop: Loop, until deadline: MonotonicTime) async throws(PostgresError)
    {
        var progress = link.descriptor == nil ? Link.Progress.failed : .wantsWrite
        while true {
            switch progress {
            case .connected: return
            case .failed: throw .connectFailed(link.connectFailureState)
            case .wantsRead, .wantsWrite: break
            }
            guard let descriptor = link.descriptor else { throw .connectFailed(nil) }
            let wake = await wait(for: progress, of: descriptor, on: loop, until: deadline)
            guard wake == .ready else { throw wake == .cancelled ? .cancelled : .connectFailed(nil) }
            progress = link.poll()
        }
    }

    private static func wait(
        for progress: Link.Progress, of descriptor: Int32, on loop: Loop, until deadline: MonotonicTime
    ) async -> Watch.Wake {
        // The kernel has no room for another watch: as good as no connection.
        guard let watch = try? Watch(descriptor, on: loop) else { return .deadline }
        defer { watch.cancel() }
        return await withTaskCancellationHandler {
            switch progress {
            case .wantsRead: await watch.readable(until: deadline)
            default: await watch.writable(until: deadline)
            }
        } onCancel: {
            loop.execute { watch.interrupt() }
        }
    }
}
