import EventLoop
import Glibc

extension StartDecision {
    /// The settings to run with. Where there is nothing to run, says so on stdout or stderr and ends the process: call
    /// it before anything has been started.
    public func settingsOrExit() -> LoadedConfiguration<Value> {
        switch self {
        case .run(let loaded):
            return loaded
        case .answer(let text):
            say(text, on: STDOUT_FILENO)
            exit(EXIT_SUCCESS)
        case .askHealth(let address):
            exit(Self.isReady(address) ? EXIT_SUCCESS : EXIT_FAILURE)
        case .refuse(let text, let exitCode):
            say(text, on: STDERR_FILENO)
            exit(exitCode)
        }
    }

    private static func isReady(_ address: HostPort) -> Bool {
        // A loop that cannot be made asks nobody.
        let answer = try? Loop.runMain { loop in
            await HealthProbe(address).isReady(on: loop, until: .now + HealthProbe.answerMax)
        }
        return answer ?? false
    }

    private func say(_ text: String, on descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let rest = bytes.span.extracting(sent...)
            // Safety: the pointer is used during the call only.
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            sent += max(0, count)
        }
    }
}
