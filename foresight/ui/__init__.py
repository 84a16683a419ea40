"""What people see and touch: pages made with Streamlit, and one bridge from them to the model."""
