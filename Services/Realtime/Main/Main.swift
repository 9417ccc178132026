import RealtimeService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceProgram.main(RealtimeCommunication.self)
    }
}
