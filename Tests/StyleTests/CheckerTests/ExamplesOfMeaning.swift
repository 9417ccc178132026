private let domain = "Services/Booking/Domain/Booking.swift"
private let service = "Services/Booking/Service/BookingService.swift"
private let shared = "Shared/JSON/JSONReader.swift"
private let test = "Tests/GatewayTests/RouteTests.swift"

/// Rules on what the code does.
let examplesOfMeaning: [RuleExample] = [
    RuleExample("imports", "Shared/Crypto/Hash.swift", "internal import COpenSSL\nimport Bytes", finds: 0),
    RuleExample("imports", "Shared/KafkaMock/Cluster.swift", "import CRDKafka", finds: 0),
    RuleExample("imports", shared, "import COpenSSL", finds: 1),
    RuleExample("imports", service, "import CLibPQ\nimport struct CRDKafka.Thing", finds: 2),
    RuleExample("imports", domain, "public import Foundation\nimport Identifiers", finds: 0),
    RuleExample("imports", domain, "import JSON", finds: 1),
    RuleExample("imports", test, "import XCTest", finds: 1),

    RuleExample("domain purity", domain, "func move(at now: Date) { random = now }", finds: 1),
    RuleExample("domain purity", domain, "func move(at now: Date) -> UUID { later(now) } // not Date()", finds: 0),
    RuleExample(
        "domain purity", domain, "let a = Date(), b = Date.now, c = UUID(), d = Int.random(in: 0...1)", finds: 4),
    RuleExample("domain purity", service, "let created = Date()", finds: 0),

    RuleExample("SQL in its place", service, #"let sql = "select a crew, UPDATE the plan, DELETE /v1/x""#, finds: 0),
    RuleExample("SQL in its place", service, #"let sql = "SELECT id FROM bookings""#, finds: 1),
    RuleExample(
        "SQL in its place", service, "let sql = \"\"\"\n    UPDATE bookings\n    SET title = \\(title)\n    \"\"\"",
        finds: 1),
    RuleExample(
        "SQL in its place", "Services/Booking/Service/Store/BookingStore.swift",
        #"let a = "INSERT INTO bookings", b = "DELETE FROM bookings""#, finds: 0),
    RuleExample(
        "SQL in its place", "Gateway/Core/Audit.swift", #"run("INSERT INTO t"); run("DELETE FROM t")"#, finds: 2),

    RuleExample(
        "traps", shared, "let a = try !isReady(); let b = c as? D; if a != b {} // try! as! fatalError(", finds: 0),
    RuleExample("traps", shared, "let a = try! parse(); let b = c as! D; fatalError(\"no\")", finds: 3),
    RuleExample("precondition says why", shared, #"precondition(f(a, b), "a is below b")"#, finds: 0),
    RuleExample("precondition says why", shared, #"preconditionFailure("never without a key")"#, finds: 0),
    RuleExample("precondition says why", shared, "precondition(f(a, b)); precondition(a < b,)", finds: 2),
    RuleExample("precondition says why", shared, "preconditionFailure()", finds: 1),

    RuleExample("blocking calls", service, "await gate.wait(); timer.sleep(5); func sleep(_ s: Int) {}", finds: 0),
    RuleExample("blocking calls", service, "usleep(5); sleep(1); Thread.sleep(1)", finds: 3),
    RuleExample("blocking calls", test, "let done = DispatchSemaphore(value: 0)\ndone.wait()", finds: 2),
    RuleExample("blocking calls", "Shared/EventLoop/BlockingThread.swift", "condition.wait()", finds: 0),

    RuleExample(
        "unstructured tasks", service, "let a: Task<Void, Never>; func f() -> Task<Int, Never> { a }", finds: 0),
    RuleExample("unstructured tasks", service, "async let a = f(); Task.isCancelled; x.Task { }", finds: 0),
    RuleExample(
        "unstructured tasks", service, "Task { }; Task(priority: .high) { }; Task.detached { }; Task<Int, Never> { 1 }",
        finds: 4),
    RuleExample("unstructured tasks", test, "let running = Task { await run() }", finds: 0),
    RuleExample("unstructured tasks", "Shared/EventLoop/TaskSet.swift", "Task { await run() }", finds: 0),
    RuleExample("sleeping tests", test, "await wait(until: done)", finds: 0),
    RuleExample("sleeping tests", test, "try await Task.sleep(for: .seconds(1))", finds: 1),

    RuleExample(
        "safety is argued", shared,
        "// Safety: owned by the loop, used on it alone.\n@inlinable\nfinal class A: @unchecked Sendable {}",
        finds: 0),
    RuleExample("safety is argued", shared, "struct A: Sendable {} // unchecked, unsafe and Unmanaged", finds: 0),
    RuleExample(
        "safety is argued", shared, "/// A.\nfinal class A: @unchecked Sendable {\n    // Safety: immutable.\n}",
        finds: 0),
    RuleExample(
        "safety is argued", shared, "// Safety: f copies.\nunsafe f(a) {\n    unsafe g(b)\n}\nunsafe h(c)", finds: 1),
    RuleExample("safety is argued", shared, "final class A: @unchecked Sendable {}", finds: 1),
    RuleExample("safety is argued", shared, "let a = Unmanaged.passRetained(b)\n// Safety: too late.", finds: 1),
    RuleExample("safety is argued", shared, "// Safety: too far.\n\nnonisolated(unsafe) var a = 1", finds: 1),
    RuleExample("safety is argued", shared, "let a = unsafe f()\nlet b = Unmanaged.passRetained(x)", finds: 2),

    RuleExample("printing", service, #"out.print("x"); func print(_ text: String) {}"#, finds: 0),
    RuleExample("printing", service, #"print("x"); debugPrint(x); dump(x)"#, finds: 2),
    RuleExample("printing", "deploy/Bench/Main.swift", #"print("x")"#, finds: 0),
    RuleExample(
        "constant log messages", service, #"log.info("accepted", .peer(address)); form.error("\(a)")"#, finds: 0),
    RuleExample(
        "constant log messages", service, #"log.info("accepted \(address)"); requestLogger.error("\(a)")"#, finds: 2),

    RuleExample("dropped errors", service, "// Absent is as good as unreadable.\nlet a = try? read()", finds: 0),
    RuleExample("dropped errors", service, "do { try f() } catch { /* The peer is gone. */ }", finds: 0),
    RuleExample("dropped errors", service, "do { try f() } catch let error as E { log(error) }", finds: 0),
    RuleExample("dropped errors", "deploy/Fuzz/uri.swift", "_ = try? parse()", finds: 0),
    RuleExample("dropped errors", service, "let a = try? read()\ndo { try f() } catch is E {}", finds: 2),

    RuleExample(
        "test names", test, "@Test(\n    \"a cancelled booking stays cancelled\")\nfunc cancelled() {}", finds: 0),
    RuleExample(
        "test names", test, "@Test func cancelled() {}\n@Test(arguments: [1]) func a() {}\n@Test(\"x\") func b() {}",
        finds: 3),
    RuleExample("tests that are off", test, "@Test(\"a b\", .enabled(if: hasBroker)) func a() {}", finds: 0),
    RuleExample("tests that are off", test, "@Test(\"a b\", .disabled()) func a() { withKnownIssue { } }", finds: 2),
]
