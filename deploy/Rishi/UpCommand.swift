import EventLoop
import Foundation
import LocalPlatform
import ServiceRuntime

/// Runs the whole platform on this machine.
struct UpCommand: OperatorCommand, Equatable {
    static let name = "up"
    static let usage = """
        rishi up [options]                          run the whole platform on this machine, until Ctrl-C
          --seed            fill the organisation of `rishi token` with a demo, unless it is there already
          --detach          come back when everything is ready; `rishi down` ends it
          --port-shift N    add N to every port, to run a second checkout beside the first
          --data FOLDER     the checkout (RISHI_DATA; .)

        A private PostgreSQL and a local broker are started, unless RISHI_DATABASE_ADMIN (or DATABASE_URL) and
        KAFKA_BOOTSTRAP_SERVERS name others. Data, secrets and logs are under .run in the checkout.
        """

    var isDetached = false
    var seeds = false
    var portShift: UInt16 = 0
    var data: String

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        data = environment.data
        var options = OptionReader(arguments.dropFirst())
        while let option = options.next() {
            switch option {
            case "--detach": isDetached = true
            case "--seed": seeds = true
            case "--port-shift": portShift = UInt16(try options.number(of: option, in: 0...Self.portShiftMax))
            case "--data": data = try options.value(of: option)
            default: throw UsageError("unknown: \(option)")
            }
        }
    }

    var handlesSignals: Bool { !isDetached }

    /// The highest port, 8081, must stay one.
    static let portShiftMax = 65_535 - 8081

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        let folder = RunFolder(checkout: wholePath(of: data))
        return isDetached
            ? try await detach(folder, on: loop, environment, say) : try await stay(folder, on: loop, environment, say)
    }

    private func stay(
        _ folder: RunFolder, on loop: Loop, _ environment: OperatorEnvironment,
        _ say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        try folder.make()
        let lock = try PlatformLock(folder)
        let platform = try Platform(
            PlatformOptions(
                checkout: wholePath(of: data), programs: try programs(), portShift: portShift,
                environment: environment.variables), on: loop, say: say)
        let wasAsked = Latch()
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: loop) {
                await ProcessSignals(on: loop).deliver { signal in
                    guard signal != .reload else { return }
                    // Asked a second time, nothing is waited for: the kernel ends the children with us.
                    if wasAsked.isOpen { exit(CommandStatus.failed.rawValue) }
                    wasAsked.open()
                    platform.requestStop()
                }
            }
            defer { group.cancelAll() }
            do {
                try await platform.run { running in
                    if seeds { try await seed(running, on: loop, say) }
                    try greet(running, say)
                    try lock.announce(url: running.url)
                }
                return Result<Void, any Error>.success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
        return .done
    }

    /// What stands in the way of a demo ends nothing else.
    private func seed(_ running: RunningPlatform, on loop: Loop, _ say: (String) -> Void) async throws {
        let bar = ProgressBar("demo organisation", total: DemoSeed.steps) { text in
            // A reader that has gone away misses nothing it wanted.
            try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        }
        do {
            if try await DemoSeed(running, on: loop, bar).run() {
                bar.finish()
            } else {
                say("the demo organisation is there already")
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            say("\nno demo: \(error)")
        }
    }

    private func greet(_ running: RunningPlatform, _ say: (String) -> Void) throws {
        let token = try running.token(at: SystemWallClock().now)
        say(
            """

            Rishi runs at \(running.url), for operators at \(running.operatorsURL).

            TOKEN=\(token)
            \(running.firstSteps.joined(separator: "\n"))

            That is a platform administrator's token; deploy/token --role manager makes another. \(isDetached ? "" : "Ctrl-C or ")deploy/down ends everything.
            """)
    }

    /// Starts this program again without a terminal, and shows what it says until everything is ready.
    private func detach(
        _ folder: RunFolder, on loop: Loop, _ environment: OperatorEnvironment,
        _ say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        if let holder = PlatformLock.holder(folder) { throw LocalPlatformError.alreadyRunning(holder) }
        try folder.make()
        let log = folder.log(of: "up")
        // The log of the run before is of no use any more; where there is none, none is removed.
        try? FileManager.default.removeItem(atPath: log)
        var launch = SpawnedProcess.Launch(
            "\(try programs())/rishi",
            ["up", "--port-shift", "\(portShift)", "--data", wholePath(of: data)] + (seeds ? ["--seed"] : []),
            environment: environment.variables, output: log)
        launch.outlivesUs = true
        let child = try SpawnedProcess(launch, on: loop)
        var told: UInt64 = 0
        while true {
            let isReady = PlatformLock.holder(folder).map { $0.pid == child.pid && $0.url != nil } ?? false
            let isOver = child.end != nil
            told = show(log, from: told, say)
            if isReady { return .done }
            if isOver { return .failed }
            try await loop.sleep(for: .milliseconds(50))
        }
    }

    /// Says the whole lines of a log that were not said yet, and returns how far that was.
    private func show(_ log: String, from start: UInt64, _ say: (String) -> Void) -> UInt64 {
        guard let file = FileHandle(forReadingAtPath: log) else { return start }
        defer { try? file.close() }  // It is only read.
        try? file.seek(toOffset: start)  // Within what was read before.
        let bytes = (try? file.readToEnd()) ?? Data()  // What cannot be read is not shown.
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return start }
        say(String(decoding: bytes[..<end], as: UTF8.self))
        return start + UInt64(end - bytes.startIndex + 1)
    }

    /// The folder of this program, where the others of its build are.
    private func programs() throws -> String {
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            .trimmingSuffix("/")
    }
}

/// A path from the root, whatever folder it was said in.
func wholePath(of path: String) -> String {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return URL(filePath: whole).standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        count > 1 && last == suffix ? String(dropLast()) : self
    }
}
