"""Text generation: the Llama behind Ollama (or an OpenAI-compatible server) and the built-in writer."""
