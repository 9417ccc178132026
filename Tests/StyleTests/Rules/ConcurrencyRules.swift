/// Nothing blocks a loop, and every task has a parent.
let concurrencyRules: [Rule] = [
    .swift("blocking calls") { file in
        guard !file.isIn(["Shared/EventLoop/", "deploy/"]) else { return [] }
        let sleeps = ["usleep", "nanosleep", "sleep"].flatMap { word in
            file.positions(of: word).filter { file.isFreeCall(at: $0) }.map { index in
                (file.tokens[index].line, "`\(word)` blocks its thread: use the loop's timer, in tests `wait(until:)`")
            }
        }
        let threads = file.positions(of: "Thread").filter { file.reads(at: $0 + 1, ".", "sleep") }.map { index in
            (file.tokens[index].line, "`Thread.sleep` blocks: use the loop's timer, in tests `wait(until:)`")
        }
        let semaphores = file.positions(of: "DispatchSemaphore").map { index in
            (file.tokens[index].line, "a semaphore blocks its thread: await a continuation or a child task")
        }
        let waits = file.positions(of: "wait").filter { index in
            file.reads(at: index - 1, ".", "wait", "(", ")") && !file.isAwaited(at: index)
        }.map { index in
            (file.tokens[index].line, "`.wait()` blocks its thread: await it, or use the blocking thread in EventLoop")
        }
        return sleeps + threads + semaphores + waits
    },
    .swift("unstructured tasks") { file in
        guard !file.isTest, !file.path.hasPrefix("Shared/TestKit/"), taskOwners[file.path] == nil else { return [] }
        return file.positions(of: "Task").filter { file.startsTask(at: $0) }.map { index in
            (file.tokens[index].line, "an unstructured task has no parent: use a task group, `async let` or a Service")
        }
    },
    .swift("sleeping tests") { file in
        guard file.isTest else { return [] }
        return file.positions(of: "Task").filter { file.reads(at: $0 + 1, ".", "sleep") }.map { index in
            (file.tokens[index].line, "`Task.sleep` in a test is a race: use `wait(until:)` or the mock clock")
        }
    },
]

/// Who may start tasks without a parent, and why.
private let taskOwners = [
    "Shared/EventLoop/TaskSet.swift": "the parent of tasks that callbacks start: it cancels and awaits every one",
    "Shared/EventLoop/Loop+Main.swift": "the root of a program: its thread turns the loop until the task has ended",
]

extension SourceFile {
    /// A call of a free function: neither a member nor a declaration.
    fileprivate func isFreeCall(at index: Int) -> Bool {
        let before = token(at: index - 1)?.text
        return reads(at: index + 1, "(") && tokens[index + 1].touchesPrevious && before != "." && before != "func"
    }

    fileprivate func isAwaited(at index: Int) -> Bool {
        let line = tokens[index].line
        return tokens[..<index].reversed().prefix { $0.line == line }.contains { $0.text == "await" }
    }

    /// Whether the word `Task` at `index` starts a task, and does not only name the type.
    fileprivate func startsTask(at index: Int) -> Bool {
        let before = token(at: index - 1)?.text
        guard before != "." || token(at: index - 2)?.text == "_Concurrency" else { return false }
        if reads(at: index + 1, "{") || reads(at: index + 1, "(") { return true }
        if reads(at: index + 1, ".", "detached") || reads(at: index + 1, ".", "immediate") { return true }
        guard reads(at: index + 1, "<"), before != ":", before != ">" else { return false }
        var depth = 0
        var next = index + 1
        while let token = token(at: next) {
            if token.text == "<" { depth += 1 }
            if token.text == ">" { depth -= 1 }
            next += 1
            if depth == 0 { break }
        }
        return reads(at: next, "{") || reads(at: next, "(") || reads(at: next, ".", "detached")
    }
}
