@testable import Messaging
