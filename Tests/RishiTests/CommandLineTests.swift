import Foundation
import LocalPlatform
import PlatformProtocol
import Testing

@testable import rishi

@Suite("The command lines of one machine") struct CommandLineTests {
    static let refusals: [(any OperatorCommand.Type, String, String)] = [
        (UpCommand.self, "up --sow", "unknown: --sow"),
        (UpCommand.self, "up --port-shift", "--port-shift needs a value"),
        (UpCommand.self, "up --port-shift 57455", "--port-shift needs a number from 0 to 57454"),
        (UpCommand.self, "up --port-shift -1", "--port-shift needs a number from 0 to 57454"),
        (DownCommand.self, "down now", "unknown: now"),
        (SecretsCommand.self, "secrets --run", "unknown: --run"),
        (TokenCommand.self, "token --role boss", "no role: boss"),
        (TokenCommand.self, "token --role service", "no role: service"),
        (TokenCommand.self, "token --org acme", "--org needs a UUID"),
        (TokenCommand.self, "token --ttl 0", "--ttl needs a number from 1 to 86400"),
        (TokenCommand.self, "token --ttl 86401", "--ttl needs a number from 1 to 86400"),
        (TokenCommand.self, "token --sub", "--sub needs a value"),
        (TopicsCommand.self, "topics --brokers a:1", "unknown: topics --brokers"),
        (TopicsCommand.self, "topics", "topics needs a command"),
        (TopicsCommand.self, "topics diff", "topics needs --brokers or KAFKA_BOOTSTRAP_SERVERS"),
        (TopicsCommand.self, "topics diff --brokers a:1 --replication 0", "--replication needs a number from 1 to 15"),
        (TopicsCommand.self, "topics apply --delete", "unknown: --delete"),
        (OutboxCommand.self, "outbox bookings", "unknown: bookings"),
        (ParkedCommand.self, "parked --key k", "unknown: --key"),
        (ParkedCommand.self, "parked --limit 0", "--limit needs a number from 1 to 10000"),
        (
            ParkedCommand.self, "parked try booking --key k",
            "try needs one service, --consumer, --org and --key, as the list has them"
        ),
        (LettersCommand.self, "letters", "letters needs a command"),
        (LettersCommand.self, "letters burn", "unknown: letters burn"),
        (LettersCommand.self, "letters list --state lost", "no state: lost"),
        (LettersCommand.self, "letters list --org acme", "--org needs a UUID"),
        (LettersCommand.self, "letters show booking", "show needs one service and --id"),
        (LettersCommand.self, "letters discard booking --all", "discard needs --by and --because"),
        (LettersCommand.self, "letters send-back --by me --because x", "send-back needs either --id or --all"),
        (
            LettersCommand.self, "letters send-back --id 01900000-0000-7000-8000-00000000000a --by me --because x",
            "send-back --id needs one service"
        ),
    ]

    @Test("one that makes no sense is refused with the reason", arguments: refusals.indices)
    func refused(_ index: Int) {
        let (type, line, reason) = Self.refusals[index]
        #expect(throws: UsageError(reason)) { _ = try type.init(Self.words(line), OperatorEnvironment([:])) }
    }

    @Test("what is said is what will be done, and asking for help does nothing")
    func read() throws {
        let empty = OperatorEnvironment([:])
        let up = try #require(try UpCommand(Self.words("up --detach --port-shift 57454 --data /a"), empty))
        #expect(up.isDetached && up.portShift == 57_454 && up.data == "/a")
        #expect(!up.handlesSignals, "whoever waits for a detached platform may leave")
        #expect(try UpCommand(["up"], OperatorEnvironment(["RISHI_DATA": "/b"]))?.data == "/b")
        let organization = "01900000-0000-7000-8000-00000000000a"
        let line = "token --role manager --role client --org \(organization) --sub me --ttl 60"
        let token = try #require(try TokenCommand(Self.words(line), empty)).token
        #expect(
            token == UserToken(roles: [.manager, .client], organization: organization, subject: "me", lifetime: 60))
        #expect(try TokenCommand(["token"], empty)?.token == UserToken())
        let topics = try TopicsCommand(
            Self.words("topics apply --replication 1"), OperatorEnvironment(["KAFKA_BOOTSTRAP_SERVERS": "a:1,b:2"]))
        #expect(topics?.brokers == ["a:1", "b:2"] && topics?.replication == 1 && topics?.action == .apply)
        #expect(try UpCommand(["up", "--help"], empty) == nil)
        #expect(try TopicsCommand(["topics", "--help"], empty) == nil)
    }

    @Test(
        "a path is taken from the folder that it was said in",
        arguments: [(".", ""), ("./", ""), ("a/../b", "/b"), ("b/", "/b")])
    func paths(_ path: String, _ expected: String) {
        let here = FileManager.default.currentDirectoryPath
        #expect(wholePath(of: path) == here + expected)
        #expect(wholePath(of: "/a/./b/") == "/a/b")
        #expect(wholePath(of: "/") == "/")
    }

    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
