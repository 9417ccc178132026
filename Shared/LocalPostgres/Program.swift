import ChildProcesses
import Dispatch
import Foundation

/// Other programs, started without touching the thread pool that runs the tests.
enum Program {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
    }

    /// Runs a program to its end. What it reads comes from a file: a pipe to a program that stops reading would end us
    /// with a signal.
    static func run(
        _ command: [String], input: String?, in folder: ServerFolder?
    ) async throws(LocalPostgresError) -> Outcome {
        let output = Pipe()
        let process = try prepared(command, output: output.fileHandleForWriting)
        var file: FileHandle?
        if let input, let folder { file = try Self.file(with: input, in: folder) }
        if let file { process.standardInput = file }
        let started = try running(process)
        // Foundation may keep the process, and its files with it, long after its end. A run of all tests asks psql
        // thousands of times, and had as many files open (seen: 1,300 after three minutes). What fails is closed already.
        try? file?.close()
        // The end of its output is the end of the last one who could write.
        try? output.fileHandleForWriting.close()
        let text = await withCheckedContinuation { continuation in
            // Reading blocks, so it has a thread that is not the pool's.
            DispatchQueue(label: "program").async {
                let data = output.fileHandleForReading.readDataToEndOfFile()
                try? output.fileHandleForReading.close()  // As above.
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
        await started.ended()
        return Outcome(status: started.status, output: text.trimmingCharacters(in: .newlines))
    }

    /// Starts a program that goes on. Both its outputs are appended to `log`.
    static func start(_ command: [String], log: String) throws(LocalPostgresError) -> RunningProgram {
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let output = FileHandle(forWritingAtPath: log) else { throw .noFolder(log, why: "it cannot be written") }
        // A device has no end to seek.
        _ = try? output.seekToEnd()
        return try running(try prepared(command, output: output))
    }

    private static func running(_ process: Process) throws(LocalPostgresError) -> RunningProgram {
        do throws(ProgramNotStarted) {
            return try RunningProgram(process)
        } catch {
            throw .noProgram(error.path)
        }
    }

    private static func prepared(_ command: [String], output: FileHandle) throws(LocalPostgresError) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try executable(command[0]))
        process.arguments = Array(command.dropFirst())
        // A setting for libpq in the environment must not lead us to another server, and what a sanitizer loads into
        // our process is not for others. Notices would stand among the results.
        var environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("PG") && $0.key != "LD_PRELOAD"
        }
        environment["PGOPTIONS"] = "-c client_min_messages=warning"
        process.environment = environment
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        return process
    }

    private static func executable(_ name: String) throws(LocalPostgresError) -> String {
        if name.hasPrefix("/") { return name }
        for folder in ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw .noProgram(name)
    }

    /// A file that has no name any more: it goes with its handle.
    private static func file(with text: String, in folder: ServerFolder) throws(LocalPostgresError) -> FileHandle {
        let path = folder.path + "/input-\(UInt64.random(in: .min ... .max))"
        defer { unlinkIfThere(path) }
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)),
            let handle = FileHandle(forReadingAtPath: path)
        else { throw .noFolder(path, why: "it cannot be written") }
        return handle
    }

    private static func unlinkIfThere(_ path: String) {
        // A file that could not be made is not there to remove.
        try? FileManager.default.removeItem(atPath: path)
    }
}
