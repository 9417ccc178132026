import Testing

@testable import platform_chaos

@Suite("Listening to what is said to PostgreSQL") struct FrontendScannerTests {
    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

    private static func length(_ count: Int) -> [UInt8] {
        [UInt8(count >> 24 & 255), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
    }

    private static func message(_ kind: Character, _ body: [UInt8]) -> [UInt8] {
        [kind.asciiValue ?? 0] + length(body.count + 4) + body
    }

    private static let sslRequest: [UInt8] = length(8) + [4, 210, 22, 47]
    private static let startup: [UInt8] = {
        let body = [0, 3, 0, 0] + text("user") + text("booking_app") + text("database") + text("bookings_db") + [0]
        return length(body.count + 4) + body
    }()

    private static func prepare(_ name: String, _ sql: String) -> [UInt8] {
        message("P", text(name) + text(sql) + [0, 0])
    }

    private static func bind(_ name: String) -> [UInt8] { message("B", text("") + text(name) + [0, 0, 0, 0, 0, 0]) }

    @Test("the role is the startup message's, and a question for encryption before it says nothing")
    func startup() {
        var scanner = FrontendScanner()
        #expect(scanner.take(Self.sslRequest) == [] && scanner.role == nil)
        #expect(scanner.take(Self.startup) == [] && scanner.role == "booking_app")
    }

    @Test("a COMMIT is a consumer's when the inbox was entered since BEGIN, whatever came before")
    func commits() {
        var scanner = FrontendScanner()
        _ = scanner.take(Self.startup)
        let prepared =
            Self.prepare("b", "BEGIN") + Self.prepare("c", "COMMIT") + Self.prepare("x", "SELECT 1")
            + Self.prepare("i", "\n  INSERT INTO inbox (consumer) VALUES ($1)")
        #expect(scanner.take(prepared) == [])
        #expect(scanner.take(Self.bind("b") + Self.bind("i") + Self.bind("x")) == [])
        #expect(scanner.take(Self.bind("c")) == [.consumerCommit])
        #expect(scanner.take(Self.bind("b") + Self.bind("x") + Self.bind("c")) == [.writerCommit])
        #expect(scanner.take(Self.bind("i") + Self.bind("b") + Self.bind("c")) == [.writerCommit])
        #expect(scanner.take(Self.message("Q", Self.text("COMMIT"))) == [.writerCommit])
    }

    @Test("the relay's reading and deleting are told apart from others who look at the outbox")
    func relay() {
        var scanner = FrontendScanner()
        _ = scanner.take(Self.startup)
        let words = [
            "SELECT id, payload FROM outbox ORDER BY id", "DELETE FROM outbox WHERE id = ANY($1)",
            "SELECT count(*) FROM outbox", "INSERT INTO outbox (id) VALUES ($1)",
        ]
        let moments = words.flatMap { scanner.take(Self.message("Q", Self.text($0))) }
        #expect(moments == [.outboxRead, .outboxDelete])
    }

    @Test("bytes that come one by one say the same")
    func pieces() {
        var scanner = FrontendScanner()
        let all = Self.sslRequest + Self.startup + Self.prepare("c", "COMMIT") + Self.bind("c") + Self.bind("c")
        #expect(all.flatMap { scanner.take([$0]) } == [.writerCommit, .writerCommit])
    }

    @Test(
        "what is none of the protocol's is let pass, and kept nowhere",
        arguments: [[0, 0, 0, 0], [255, 255, 255, 255]])
    func nonsense(_ bytes: [UInt8]) {
        var scanner = FrontendScanner()
        #expect(scanner.take(bytes) == [])
        #expect(scanner.take(Self.startup) == [] && scanner.role == nil)
    }
}
