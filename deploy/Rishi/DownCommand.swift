import EventLoop
import Foundation
import LocalPlatform

/// Ends what `up` runs.
struct DownCommand: OperatorCommand, Equatable {
    static let name = "down"
    static let usage = """
        rishi down [--data FOLDER]                  end what `rishi up` runs in a checkout, in order, and wait for that
        """

    var data: String

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        data = environment.data
        var options = OptionReader(arguments.dropFirst())
        while let option = options.next() {
            guard option == "--data" else { throw UsageError("unknown: \(option)") }
            data = try options.value(of: option)
        }
    }

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        let folder = RunFolder(checkout: wholePath(of: data))
        guard let holder = PlatformLock.holder(folder), holder.pid > 0 else { throw LocalPlatformError.notRunning }
        kill(holder.pid, SIGTERM)
        let deadline = MonotonicTime.now + LocalPlatformLimits.downMax
        while PlatformLock.holder(folder)?.pid == holder.pid {
            guard MonotonicTime.now < deadline else { throw LocalPlatformError.doesNotEnd(holder.pid) }
            try await loop.sleep(for: .milliseconds(50))
        }
        say("stopped")
        return .done
    }
}
