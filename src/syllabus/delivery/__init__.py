"""What leaves this machine: addresses asked, mail sent."""
